import { Entity, Index, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import type { Columns } from '../query/tables.ts';
import { Costs, LONG_TEXT } from '../shared/cost.ts';
import { MutableNode, Node } from '../shared/ids.ts';

/** The owner of applications; its members get their rights on them here. */
@ObjectType({ implements: Node, description: 'Owns applications. Its members have a role in it, and with it rights on them.' })
@Entity({ tableName: 'organization' })
@Index({ name: 'organization_built_in', properties: ['databaseId'], where: { builtIn: true } })
export class Organization extends MutableNode {
  @Field(() => String, { description: 'Unique, whatever its case.' })
  @Property({ type: 'text' })
  name!: string;

  /** `name` folded for comparison and order, equal on every database. */
  @Property({ type: 'text', unique: true })
  nameKey!: string;

  @Costs(LONG_TEXT)
  @Field(() => String, { description: 'Free text; empty when none was given.' })
  @Property({ type: 'text', default: '' })
  description!: string;

  @Field(() => Boolean, { description: "Whether it is the gateway's own, which nobody changes or deletes." })
  @Property({ type: 'boolean', default: false })
  builtIn!: boolean;
}

declare module '../query/tables.ts' {
  interface Tables {
    organization: Columns<Organization>;
  }
}
