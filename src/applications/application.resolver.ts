import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ActivityConnection } from '../activity/activity.inputs.ts';
import { activityOfEach } from '../activity/activity.loaders.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { organizationById } from '../organizations/organization.loaders.ts';
import type { Context } from '../query/context.ts';
import { PageArguments } from '../query/pages/arguments.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { UserCapabilities } from '../shared/capabilities.ts';
import { Costs, PAGE, WALK } from '../shared/cost.ts';
import { badArgument } from '../shared/errors.ts';
import { numberOf } from '../shared/ids.ts';
import { Allow } from '../shared/permission.ts';
import { Scope } from '../shared/scopes.ts';
import { User } from '../users/user.entity.ts';
import { userById } from '../users/user.loaders.ts';
import { Application } from './application.entity.ts';
import { ApplicationFilter, ApplicationOrder } from './application.filter.inputs.ts';
import * as io from './application.inputs.ts';
import { applicationByClientId, applicationById, applicationsOfEach, listApplications } from './application.loaders.ts';
import { canEdit } from './application.policy.ts';
import * as applications from './application.service.ts';
import { ClientSecret } from './client-secret.entity.ts';
import * as secretIo from './client-secret.inputs.ts';
import { secretsOfEach } from './client-secret.loaders.ts';
import * as secrets from './client-secret.service.ts';

/** Applications. */
@Resolver(() => Application)
export class ApplicationResolver {
  @Allow({ scope: 'read' })
  @Query(() => Application, { nullable: true, description: 'An application by exactly one of its id and its client id.' })
  application(
    @Ctx() context: Context,
    @Arg('id', () => ID, { nullable: true, description: 'Global id.' }) id?: string | null,
    @Arg('clientId', () => String, { nullable: true, description: 'Client id.' }) clientId?: string | null,
  ) {
    if ((id == null) === (clientId == null)) throw badArgument('id', 'give exactly one of "id" and "clientId".');
    return clientId == null ? applicationById(context).load(numberOf('Application', id ?? '')) : applicationByClientId(context, clientId);
  }

  @Allow({ scope: 'read' })
  @Costs({ work: PAGE, workFor: { filter: WALK, orderBy: 500 } })
  @Query(() => io.ApplicationConnection, {
    description: 'The applications of your organizations; by organization, then name, unless you say otherwise.',
  })
  applications(
    @Ctx() context: Context,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('filter', () => ApplicationFilter, { nullable: true, description: 'Which applications.' }) filter?: ApplicationFilter | null,
    @Arg('orderBy', () => ApplicationOrder, { nullable: true, description: 'In which order.' }) orderBy?: ApplicationOrder | null,
  ) {
    return listApplications(context, args, filter ?? {}, orderBy);
  }

  @Allow({ scope: 'none' })
  @Query(() => [Scope], { description: 'The scopes that tokens can have.' })
  scopes(@Ctx() { settings }: Context) {
    return settings.scopes;
  }

  @Needs('organizationId')
  @FieldResolver(() => Organization, { description: 'The organization that owns it.' })
  organization(@Ctx() context: Context, @Root() application: Row<Application>) {
    return organizationById(context).load(application.organizationId);
  }

  @Needs('createdById')
  @FieldResolver(() => User, { nullable: true, description: 'Who made it; null if that user is gone or not yours to see, or nobody.' })
  createdBy(@Ctx() context: Context, @Root() application: Row<Application>) {
    return application.createdById === null ? null : userById(context).load(application.createdById);
  }

  @Costs({ items: 5, work: PAGE })
  @FieldResolver(() => [ClientSecret], { description: 'Its client secrets, never their values; none for a public client.' })
  async secrets(@Ctx() context: Context, @Root() application: Row<Application>) {
    return (await secretsOfEach(context).load(application.databaseId)) ?? [];
  }

  @Costs({ work: PAGE })
  @FieldResolver(() => ActivityConnection, { description: 'What was done to it, newest first.' })
  activity(@Ctx() context: Context, @Root() application: Row<Application>, @Args(() => PageArguments) args: PageArguments) {
    return activityOfEach(context, 'Application', args).load(application.databaseId);
  }

  @Needs('organizationId', 'builtIn')
  @FieldResolver(() => UserCapabilities, { description: 'What you may do with it.' })
  userCapabilities(@Ctx() { viewer }: Context, @Root() application: Row<Application>): UserCapabilities {
    const may = canEdit(viewer, application);
    return { edit: may, delete: may };
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.CreateApplicationPayload, { description: 'Registers an application. For admins of its organization.' })
  createApplication(
    @Ctx() context: Context,
    @Arg('input', () => io.CreateApplicationInput, { description: 'The new application.' }) input: io.CreateApplicationInput,
  ) {
    return applications.createApplication(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.UpdateApplicationPayload, { description: 'Changes an application. For admins of its organization.' })
  updateApplication(
    @Ctx() context: Context,
    @Arg('input', () => io.UpdateApplicationInput, { description: 'The changes.' }) input: io.UpdateApplicationInput,
  ) {
    return applications.updateApplication(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.DeleteApplicationPayload, {
    description: 'Deletes an application with its secrets and tokens. For admins of its organization.',
  })
  deleteApplication(
    @Ctx() context: Context,
    @Arg('input', () => io.DeleteApplicationInput, { description: 'The application.' }) input: io.DeleteApplicationInput,
  ) {
    return applications.deleteApplication(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => secretIo.AddClientSecretPayload, {
    description: 'Gives a confidential client one more secret; those that have expired go. For admins of its organization.',
  })
  addClientSecret(
    @Ctx() context: Context,
    @Arg('input', () => secretIo.AddClientSecretInput, { description: 'Whose, and what it is to be like.' })
    input: secretIo.AddClientSecretInput,
  ) {
    return secrets.addClientSecret(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => secretIo.RotateClientSecretPayload, {
    description: 'Gives a confidential client a new secret. For admins of its organization.',
  })
  rotateClientSecret(
    @Ctx() context: Context,
    @Arg('input', () => secretIo.RotateClientSecretInput, { description: 'Which, and what becomes of the earlier ones.' })
    input: secretIo.RotateClientSecretInput,
  ) {
    return secrets.rotateClientSecret(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => secretIo.DeleteClientSecretPayload, {
    description: 'Deletes one of several client secrets. For admins of the organization.',
  })
  deleteClientSecret(
    @Ctx() context: Context,
    @Arg('input', () => secretIo.DeleteClientSecretInput, { description: 'The secret.' }) input: secretIo.DeleteClientSecretInput,
  ) {
    return secrets.deleteClientSecret(context, input);
  }
}

/** The applications of organizations. */
@Resolver(() => Organization)
export class OrganizationApplicationsResolver {
  @Costs({ work: PAGE, workFor: { filter: WALK, orderBy: 500 } })
  @FieldResolver(() => io.ApplicationConnection, { description: 'Its applications, by name unless you say otherwise.' })
  applications(
    @Ctx() context: Context,
    @Root() organization: Row<Organization>,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('filter', () => ApplicationFilter, { nullable: true, description: 'Which applications.' }) filter?: ApplicationFilter | null,
    @Arg('orderBy', () => ApplicationOrder, { nullable: true, description: 'In which order.' }) orderBy?: ApplicationOrder | null,
  ) {
    return applicationsOfEach(context, args, filter ?? {}, orderBy).load(organization.databaseId);
  }
}
