import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../query/context.ts';
import { PageArguments } from '../query/pages/arguments.ts';
import { Needs } from '../query/selection.ts';
import type { Row } from '../query/tables.ts';
import { UserCapabilities } from '../shared/capabilities.ts';
import { Costs, PAGE } from '../shared/cost.ts';
import { numberOf } from '../shared/ids.ts';
import { Allow } from '../shared/permission.ts';
import { User } from '../users/user.entity.ts';
import { OrganizationRole } from './membership.entity.ts';
import { Organization } from './organization.entity.ts';
import * as io from './organization.inputs.ts';
import { listOrganizations, membersOfEach, organizationById, organizationsOfEach, roleOf } from './organization.loaders.ts';
import { canDelete, canEdit } from './organization.policy.ts';
import * as service from './organization.service.ts';

/** Organizations. */
@Resolver(() => Organization)
export class OrganizationResolver {
  @Allow({ scope: 'read' })
  @Query(() => Organization, { nullable: true, description: 'An organization by id.' })
  organization(@Ctx() context: Context, @Arg('id', () => ID, { description: 'Global id.' }) id: string) {
    return organizationById(context).load(numberOf('Organization', id));
  }

  @Allow({ scope: 'read' })
  @Costs({ work: PAGE, workFor: { search: 500 } })
  @Query(() => io.OrganizationConnection, { description: 'Your organizations, by name.' })
  organizations(
    @Ctx() context: Context,
    @Args(() => PageArguments) args: PageArguments,
    @Arg('search', () => String, { nullable: true, description: 'Literal, case-insensitive, in the name.' }) search?: string | null,
  ) {
    return listOrganizations(context, args, search);
  }

  @Costs({ work: PAGE })
  @FieldResolver(() => io.MemberConnection, { description: 'Its members, by username.' })
  async members(@Ctx() context: Context, @Root() organization: Row<Organization>, @Args(() => PageArguments) args: PageArguments) {
    const page = await membersOfEach(context, args).load(organization.databaseId);
    return page?.withEdges(({ databaseId }) => ({ role: () => roleOf(context).load(`${organization.databaseId}:${databaseId}`) }));
  }

  @FieldResolver(() => OrganizationRole, { nullable: true, description: 'Your role in it; null if you are not a member.' })
  viewerRole(@Ctx() { viewer }: Context, @Root() organization: Row<Organization>) {
    return viewer.roles.get(organization.databaseId) ?? null;
  }

  @Needs('builtIn')
  @FieldResolver(() => UserCapabilities, { description: 'What you may do with it.' })
  userCapabilities(@Ctx() { viewer }: Context, @Root() organization: Row<Organization>): UserCapabilities {
    return { edit: canEdit(viewer, organization), delete: canDelete(viewer, organization) };
  }

  @Allow({ scope: 'admin', superuser: true, trusted: true })
  @Mutation(() => io.CreateOrganizationPayload, { description: 'Makes an organization. For superusers.' })
  createOrganization(
    @Ctx() context: Context,
    @Arg('input', () => io.CreateOrganizationInput, { description: 'The new organization.' }) input: io.CreateOrganizationInput,
  ) {
    return service.createOrganization(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.UpdateOrganizationPayload, { description: 'Changes an organization. For its admins.' })
  updateOrganization(
    @Ctx() context: Context,
    @Arg('input', () => io.UpdateOrganizationInput, { description: 'The changes.' }) input: io.UpdateOrganizationInput,
  ) {
    return service.updateOrganization(context, input);
  }

  @Allow({ scope: 'admin', superuser: true, trusted: true })
  @Mutation(() => io.DeleteOrganizationPayload, { description: 'Deletes an organization with its applications. For superusers.' })
  deleteOrganization(
    @Ctx() context: Context,
    @Arg('input', () => io.DeleteOrganizationInput, { description: 'The organization.' }) input: io.DeleteOrganizationInput,
  ) {
    return service.deleteOrganization(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.SetMemberPayload, { description: 'Makes a user a member, or gives a member another role. For admins.' })
  setMember(
    @Ctx() context: Context,
    @Arg('input', () => io.SetMemberInput, { description: 'Who, where, as what.' }) input: io.SetMemberInput,
  ) {
    return service.setMember(context, input);
  }

  @Allow({ scope: 'write', trusted: true })
  @Mutation(() => io.RemoveMemberPayload, { description: 'Ends a membership. For admins.' })
  removeMember(
    @Ctx() context: Context,
    @Arg('input', () => io.RemoveMemberInput, { description: 'Who, where.' }) input: io.RemoveMemberInput,
  ) {
    return service.removeMember(context, input);
  }
}

/** The organizations of users. */
@Resolver(() => User)
export class UserOrganizationsResolver {
  @Costs({ work: PAGE })
  @FieldResolver(() => io.OrganizationConnection, {
    description: 'The organizations of which the user is a member, of those that you may read.',
  })
  organizations(@Ctx() context: Context, @Root() user: Row<User>, @Args(() => PageArguments) args: PageArguments) {
    return organizationsOfEach(context, args).load(user.databaseId);
  }
}

/** The role of a member. */
@Resolver(() => io.MemberEdge)
export class MemberRoleResolver {
  @FieldResolver(() => OrganizationRole, { description: 'The role of the member.' })
  role(@Root() edge: { role(): Promise<OrganizationRole> }) {
    return edge.role();
  }
}
