import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../shared/scalars.ts';
import { ApplicationPayload } from './application.inputs.ts';
import { GIVEN_SECRET } from './client-secret.rules.ts';

const SECRET_NAME = 'What to call the new secret: one line of at most 255 characters.';

/** One more client secret. */
@InputType({ description: 'One more client secret, beside those that work.' })
export class AddClientSecretInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId!: string;

  @Field(() => String, { nullable: true, description: GIVEN_SECRET })
  clientSecret?: string | null;

  @Field(() => String, { nullable: true, description: SECRET_NAME })
  name?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the new secret expires; never when absent.' })
  expiresAt?: Date | null;
}

/** How to rotate a client secret. */
@InputType({ description: 'How to rotate a client secret.' })
export class RotateClientSecretInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId!: string;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: 'Seconds during which the earlier secrets still work, at most 30 days.',
  })
  keepPreviousFor?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When the new secret expires; never when absent.' })
  expiresAt?: Date | null;

  @Field(() => String, { nullable: true, description: SECRET_NAME })
  name?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether to revoke every token already issued to the application.',
  })
  revokeTokens?: boolean | null;
}

/** The client secret to delete. */
@InputType({ description: 'The client secret to delete.' })
export class DeleteClientSecretInput {
  @Field(() => ID, { description: 'The secret.' })
  id!: string;
}

/** What `addClientSecret` answers. */
@ObjectType({ description: 'What `addClientSecret` answers.' })
export class AddClientSecretPayload extends ApplicationPayload {
  @Field(() => String, { nullable: true, description: 'The client secret, shown this once; null for one that was given.' })
  clientSecret?: string | null;
}

/** What `rotateClientSecret` answers. */
@ObjectType({ description: 'What `rotateClientSecret` answers.' })
export class RotateClientSecretPayload extends ApplicationPayload {
  @Field(() => String, { nullable: true, description: 'The new client secret, shown this once.' })
  clientSecret?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many live tokens were revoked.' })
  revokedTokenCount?: number | null;
}

/** What `deleteClientSecret` answers. */
@ObjectType({ description: 'What `deleteClientSecret` answers.' })
export class DeleteClientSecretPayload extends ApplicationPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the secret that is gone.' })
  deletedId?: string | null;
}
