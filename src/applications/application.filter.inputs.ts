import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { DateTime } from '../shared/scalars.ts';
import { ClientType, GrantType } from './application.rules.ts';

/** The direction of an order. */
export enum OrderDirection {
  ASC = 'ASC',
  DESC = 'DESC',
}

registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'The direction of an order.',
  valuesConfig: {
    ASC: { description: 'From the least to the greatest; missing values first.' },
    DESC: { description: 'From the greatest to the least; missing values last.' },
  },
});

/** What applications can be ordered by. */
export enum ApplicationOrderField {
  NAME = 'NAME',
  ORGANIZATION = 'ORGANIZATION',
  VENDOR = 'VENDOR',
  ACCESS_VALIDITY = 'ACCESS_VALIDITY',
  CREATED_AT = 'CREATED_AT',
  MODIFIED_AT = 'MODIFIED_AT',
  LAST_USED_AT = 'LAST_USED_AT',
}

registerEnumType(ApplicationOrderField, {
  name: 'ApplicationOrderField',
  description: 'What applications can be ordered by.',
  valuesConfig: {
    NAME: { description: 'The name, whatever its case.' },
    ORGANIZATION: { description: 'The name of the organization, then that of the application.' },
    VENDOR: { description: 'The vendor, whatever its case.' },
    ACCESS_VALIDITY: { description: 'How long access tokens are valid; the system default counts as missing.' },
    CREATED_AT: { description: 'When it was created.' },
    MODIFIED_AT: { description: 'When it was last changed.' },
    LAST_USED_AT: { description: 'When it was last used; never counts as missing.' },
  },
});

/** Which tags to look for. */
@InputType({ description: 'Which tags to look for; what is given of both must hold. At most 20 of each.' })
export class TagFilter {
  @Field(() => [String], { nullable: true, description: 'With every one of these; with `[]`, whatever the tags.' })
  all?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'With at least one of these; with `[]`, none.' })
  any?: string[] | null;
}

/** Which applications to list. */
@InputType({ description: 'Which applications to list; all that is given must hold.' })
export class ApplicationFilter {
  @Field(() => String, { nullable: true, description: 'Literal, case-insensitive, in name, description and client id.' })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this organization.' })
  organizationId?: string | null;

  @Field(() => ClientType, { nullable: true, description: 'Of this client type.' })
  clientType?: ClientType | null;

  @Field(() => GrantType, { nullable: true, description: 'With this as the first of its grant types.' })
  authorizationGrantType?: GrantType | null;

  @Field(() => GrantType, { nullable: true, description: 'With this among its grant types.' })
  grantType?: GrantType | null;

  @Field(() => Boolean, { nullable: true, description: 'Enabled, or not.' })
  enabled?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Of this vendor, whatever its case.' })
  vendor?: string | null;

  @Field(() => String, { nullable: true, description: 'That registered exactly this redirect URI.' })
  redirectUri?: string | null;

  @Field(() => String, { nullable: true, description: 'Whose maximum includes this scope, itself or by implication.' })
  scope?: string | null;

  @Field(() => TagFilter, { nullable: true, description: 'With these tags.' })
  tags?: TagFilter | null;

  @Field(() => String, { nullable: true, description: 'With exactly this owner contact; e-mail addresses whatever their case.' })
  ownerContact?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Never used, or last used before this time.' })
  unusedSince?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'With a client secret that expires before this time.' })
  secretExpiresBefore?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'With a client secret that expires at this time or later; with `secretExpiresBefore`, one that does so between the two.',
  })
  secretExpiresAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Created before this time.' })
  createdBefore?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'With a token that is live, or without any: one that works or can be refreshed, as soon as the application is enabled.',
  })
  hasLiveTokens?: boolean | null;
}

/** The order of a list of applications. */
@InputType({ description: 'The order of a list of applications.' })
export class ApplicationOrder {
  @Field(() => ApplicationOrderField, { description: 'What to order by.' })
  field!: ApplicationOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Which way.' })
  direction!: OrderDirection;
}
