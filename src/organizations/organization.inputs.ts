import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CHOICES } from '../limits/taken.ts';
import { connectionOf, edgeOf } from '../query/pages/connection.ts';
import { MutationPayload } from '../shared/user-errors.ts';
import { User } from '../users/user.entity.ts';
import { OrganizationRole } from './membership.entity.ts';
import { Organization } from './organization.entity.ts';

/** A new organization. */
@InputType({ description: 'A new organization. `name` is required.' })
export class CreateOrganizationInput {
  @Field(() => String, { nullable: true, description: `1 to 255 characters, unique whatever their case. ${CHOICES}` })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Free text.' })
  description?: string | null;
}

/** Changes of an organization. */
@InputType({ description: 'Changes of an organization. What is omitted stays.' })
export class UpdateOrganizationInput extends CreateOrganizationInput {
  @Field(() => ID, { description: 'The organization.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Refuse the change if this is not the current version.' })
  expectedVersion?: number | null;
}

/** The organization to delete. */
@InputType({ description: 'The organization to delete, together with its applications and their tokens.' })
export class DeleteOrganizationInput {
  @Field(() => ID, { description: 'The organization.' })
  id!: string;
}

/** A member to remove. */
@InputType({ description: 'The member to remove.' })
export class RemoveMemberInput {
  @Field(() => ID, { description: 'The organization.' })
  organizationId!: string;

  @Field(() => ID, { description: 'The user.' })
  userId!: string;
}

/** A member with a role. */
@InputType({ description: 'A user who is to have a role in an organization.' })
export class SetMemberInput extends RemoveMemberInput {
  @Field(() => OrganizationRole, { description: 'The role; an earlier one is replaced.' })
  role!: OrganizationRole;
}

@ObjectType()
abstract class OrganizationPayload extends MutationPayload {
  @Field(() => Organization, { nullable: true, description: 'The organization.' })
  organization?: object | null;
}

/** What `createOrganization` answers. */
@ObjectType({ description: 'What `createOrganization` answers.' })
export class CreateOrganizationPayload extends OrganizationPayload {}

/** What `updateOrganization` answers. */
@ObjectType({ description: 'What `updateOrganization` answers.' })
export class UpdateOrganizationPayload extends OrganizationPayload {}

/** What `deleteOrganization` answers. */
@ObjectType({ description: 'What `deleteOrganization` answers.' })
export class DeleteOrganizationPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the organization that is gone.' })
  deletedId?: string | null;
}

@ObjectType()
abstract class MemberPayload extends OrganizationPayload {
  @Field(() => User, { nullable: true, description: 'The user.' })
  user?: object | null;
}

/** What `setMember` answers. */
@ObjectType({ description: 'What `setMember` answers.' })
export class SetMemberPayload extends MemberPayload {}

/** What `removeMember` answers. */
@ObjectType({ description: 'What `removeMember` answers.' })
export class RemoveMemberPayload extends MemberPayload {}

/** An organization in a list. */
@ObjectType({ description: 'An organization in a list.' })
export class OrganizationEdge extends edgeOf(Organization) {}

/** A page of organizations. */
@ObjectType({ description: 'A page of organizations, by name.' })
export class OrganizationConnection extends connectionOf(Organization, OrganizationEdge, 500) {}

/** A member in a list. */
@ObjectType({ description: 'A member of an organization in a list.' })
export class MemberEdge extends edgeOf(User) {}

/** A page of members. */
@ObjectType({ description: 'A page of the members of an organization, by username.' })
export class MemberConnection extends connectionOf(User, MemberEdge, 500) {}
