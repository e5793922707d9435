import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { FieldChange } from '../activity/activity.entity.ts';
import { Application } from '../applications/application.entity.ts';
import { ApplicationSettings } from '../applications/application.inputs.ts';
import { GIVEN_SECRET } from '../applications/client-secret.rules.ts';
import { CHOICES } from '../limits/taken.ts';
import { Costs } from '../shared/cost.ts';
import { MutationPayload } from '../shared/user-errors.ts';
import { MAXIMUM_DECLARATIONS, PlannedAction, SecretFate } from './declaration.rules.ts';

/** An application as it is declared. */
@InputType({
  description:
    'An application as it is to be. What is omitted stays as it is; of one that is not there yet, it is the default. An application is the one with the same `clientId`, or, where none is given, the one of the organization with the same name.',
})
export class ApplicationDeclaration extends ApplicationSettings {
  @Field(() => String, { nullable: true, description: `The client identifier, which never changes; generated when absent. ${CHOICES}` })
  clientId?: string | null;

  @Field(() => String, { nullable: true, description: `${GIVEN_SECRET} One that the application has already is kept.` })
  clientSecret?: string | null;
}

/** All applications that somebody declares for one organization. */
@InputType({ description: 'Applications as they are declared, for instance in a file.' })
export class ApplyApplicationsInput {
  @Field(() => ID, { description: 'The organization that owns all of them. You must be an ADMIN of it.' })
  organizationId!: string;

  @Field(() => [ApplicationDeclaration], { description: `The applications, at most ${MAXIMUM_DECLARATIONS}.` })
  applications!: ApplicationDeclaration[];

  @Field(() => String, {
    nullable: true,
    description: 'Where the declarations are kept, such as the name of a repository: one line of at most 255 characters.',
  })
  source?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether to delete what was registered by an earlier call with the same `source`, and is not declared any more.',
  })
  prune?: boolean | null;

  @Field(() => Boolean, { nullable: true, defaultValue: false, description: 'Whether to say what would happen, and change nothing.' })
  dryRun?: boolean | null;
}

/** What becomes of a client secret. */
@ObjectType({ description: 'What becomes of one client secret.' })
export class SecretPlan {
  @Field(() => SecretFate, { description: 'What becomes of it.' })
  fate!: SecretFate;

  @Field(() => String, { nullable: true, description: 'The last four characters of the secret; null for one that is not there yet.' })
  hint!: string | null;

  @Field(() => String, { nullable: true, description: 'What it is called.' })
  name!: string | null;
}

/** What becomes of an application. */
@ObjectType({ description: 'What becomes of one application.' })
export class ApplicationPlan {
  @Field(() => PlannedAction, { description: 'What becomes of it.' })
  action!: PlannedAction;

  @Field(() => Int, { nullable: true, description: 'Its place among the declarations; null for one that is not declared.' })
  index!: number | null;

  @Field(() => String, { description: 'What it is called then.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Its client identifier; null where that is still to be generated.' })
  clientId!: string | null;

  @Costs({ items: 2 })
  @Field(() => [FieldChange], { description: 'The fields that change, with their values before and after.' })
  changes!: FieldChange[];

  @Costs({ items: 1 })
  @Field(() => [SecretPlan], { description: 'What becomes of its client secrets.' })
  secrets!: SecretPlan[];

  @Field(() => String, { nullable: true, description: 'The client secret that was generated, shown this once.' })
  clientSecret!: string | null;

  @Field(() => Int, { description: 'How many live tokens end with the change.' })
  revokedTokenCount!: number;

  @Field(() => Application, {
    nullable: true,
    description: 'The application; null where it is not there, and in a dry run where it would change.',
  })
  application!: object | null;
}

/** What `applyApplications` answers. */
@ObjectType({ description: 'What `applyApplications` answers.' })
export class ApplyApplicationsPayload extends MutationPayload {
  @Costs({ items: 1 })
  @Field(() => [ApplicationPlan], {
    nullable: true,
    description: 'What becomes of every application, in the order of the declarations; then of those that are not declared any more.',
  })
  plan?: ApplicationPlan[] | null;
}
