import type { Ref } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { registerEnumType } from 'type-graphql';
import type { Columns } from '../query/tables.ts';
import { User } from '../users/user.entity.ts';
import { Organization } from './organization.entity.ts';

/** What a member may do in an organization. */
export enum OrganizationRole {
  ADMIN = 'ADMIN',
  MEMBER = 'MEMBER',
  AUDITOR = 'AUDITOR',
}

registerEnumType(OrganizationRole, {
  name: 'OrganizationRole',
  description: 'What a member may do in an organization.',
  valuesConfig: {
    ADMIN: { description: 'Manages the organization, its members, its applications and all their tokens.' },
    MEMBER: { description: 'Reads the applications and gets tokens of its own.' },
    AUDITOR: { description: 'Reads the applications and all their tokens; gets tokens of its own.' },
  },
});

/** The role of a user in an organization. */
@Entity({ tableName: 'membership' })
@Index({ name: 'membership_organization_role', properties: ['organization', 'role'] })
export class Membership {
  @ManyToOne(() => User, { primary: true, ref: true, index: false, deleteRule: 'cascade', updateRule: 'no action' })
  user!: Ref<User>;

  // second in the key, so that the key serves "the organizations of a user"; the index above serves "the members"
  @ManyToOne(() => Organization, { primary: true, ref: true, index: false, deleteRule: 'cascade', updateRule: 'no action' })
  organization!: Ref<Organization>;

  @Property({ type: 'text' })
  role!: OrganizationRole;
}

declare module '../query/tables.ts' {
  interface Tables {
    membership: Columns<Membership>;
  }
}
