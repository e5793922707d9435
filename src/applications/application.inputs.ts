import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CHOICES } from '../limits/taken.ts';
import { connectionOf, edgeOf } from '../query/pages/connection.ts';
import { MutationPayload } from '../shared/user-errors.ts';
import { Application } from './application.entity.ts';
import { ClientType, GrantType } from './application.rules.ts';
import { GIVEN_SECRET } from './client-secret.rules.ts';

/** What whoever registers an application says of it, beside whose it is. */
@InputType()
export abstract class ApplicationSettings {
  @Field(() => String, { nullable: true, description: '1 to 255 characters, unique inside the organization whatever their case.' })
  name?: string | null;

  @Field(() => ClientType, { nullable: true, description: 'Whether it can keep a secret.' })
  clientType?: ClientType | null;

  @Field(() => GrantType, {
    nullable: true,
    description: 'The first of its grant types; never changes. Default: the first of `grantTypes`.',
  })
  authorizationGrantType?: GrantType | null;

  @Field(() => [GrantType], {
    nullable: true,
    description: 'How it gets its tokens: `authorizationGrantType`, and whatever else it may use. Default: `authorizationGrantType` alone.',
  })
  grantTypes?: GrantType[] | null;

  @Field(() => String, { nullable: true, description: 'Free text.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Who makes it.' })
  vendor?: string | null;

  @Field(() => String, { nullable: true, description: 'Its home page: an http or https URL.' })
  url?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Words to find it by: at most 20, each once, of 1 to 63 characters of a-z, 0-9 and ". _ : -". Their order makes no difference.',
  })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Whom to ask about it: an e-mail address, or an http or https URL.' })
  ownerContact?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'At most 50, in ASCII (RFC 3986): https, http on loopback, or a private-use scheme with a dot, and what `REDIRECT_URI_RULES` allows; none with a parameter of the answer, such as `code`.',
  })
  redirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Where users may be sent who sign out: at most 50, by the rules of `redirectUris`, none with a wildcard. Default: none.',
  })
  postLogoutRedirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The origins whose pages may ask the authorization server as this client: at most 50 such as `https://app.example.org`; https, http on loopback, and what `REDIRECT_URI_RULES` allows. Default: those of `redirectUris`.',
  })
  webOrigins?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether users are spared the consent page: all of them if the application is trusted, else those who belong to no organization but its own and are neither superuser nor system auditor; never on a device. Default: false.',
  })
  skipAuthorization?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether its tokens may change the registry. For superusers, as is then all that decides who gets its tokens and what those may do. Default: false.',
  })
  trusted?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether tokens are issued and work. Default: true.' })
  enabled?: boolean | null;

  @Field(() => [String], { nullable: true, description: 'The scope of a token when none is asked for. Default: `["write"]`.' })
  scopes?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'The scope that no token exceeds. Default: `scopes`.' })
  maximumScopes?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Seconds for which an access token is valid; null for the system default.' })
  accessValidity?: number | null;

  @Field(() => Int, { nullable: true, description: 'Seconds for which a refresh token is valid; null for the system default.' })
  grantValidity?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether refresh tokens are issued. Default: true.' })
  renewable?: boolean | null;
}

@InputType()
abstract class ApplicationFields extends ApplicationSettings {
  @Field(() => ID, { nullable: true, description: 'The organization that owns it. You must be an ADMIN of it.' })
  organizationId?: string | null;
}

/** A new application. */
@InputType({
  description:
    'A new application. `name`, `organizationId`, `clientType` and one of `authorizationGrantType` and `grantTypes` are required.',
})
export class CreateApplicationInput extends ApplicationFields {
  @Field(() => String, {
    nullable: true,
    description: `3 to 255 characters of A-Z, a-z, 0-9 and ". _ ~ -"; generated when absent. ${CHOICES}`,
  })
  clientId?: string | null;

  @Field(() => String, { nullable: true, description: GIVEN_SECRET })
  clientSecret?: string | null;
}

/** Changes of an application. */
@InputType({ description: 'Changes of an application. What is omitted stays.' })
export class UpdateApplicationInput extends ApplicationFields {
  @Field(() => ID, { description: 'The application.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Refuse the change if this is not the current version.' })
  expectedVersion?: number | null;
}

/** The application to delete. */
@InputType({ description: 'The application to delete, together with its secrets and tokens.' })
export class DeleteApplicationInput {
  @Field(() => ID, { description: 'The application.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Refuse to delete it if this is not the current version.' })
  expectedVersion?: number | null;
}

/** What answers of an application have in common. */
@ObjectType()
export abstract class ApplicationPayload extends MutationPayload {
  @Field(() => Application, { nullable: true, description: 'The application.' })
  application?: object | null;
}

/** What `createApplication` answers. */
@ObjectType({ description: 'What `createApplication` answers.' })
export class CreateApplicationPayload extends ApplicationPayload {
  @Field(() => String, {
    nullable: true,
    description: 'The client secret, shown this once; null for a public client, and for one that was given.',
  })
  clientSecret?: string | null;
}

/** What `updateApplication` answers. */
@ObjectType({ description: 'What `updateApplication` answers.' })
export class UpdateApplicationPayload extends ApplicationPayload {
  @Field(() => String, { nullable: true, description: 'The client secret, shown this once, when a public client became confidential.' })
  clientSecret?: string | null;
}

/** What `deleteApplication` answers. */
@ObjectType({ description: 'What `deleteApplication` answers.' })
export class DeleteApplicationPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Id of the application that is gone.' })
  deletedId?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many live tokens went with it.' })
  revokedTokenCount?: number | null;
}

/** An application in a list. */
@ObjectType({ description: 'An application in a list.' })
export class ApplicationEdge extends edgeOf(Application) {}

/** A page of applications. */
@ObjectType({ description: 'A page of applications.' })
export class ApplicationConnection extends connectionOf(Application, ApplicationEdge, 1_000) {}
