import { UNLIMITED } from '../statements.ts';
import { Initial as PostgresqlInitial } from './postgresql/0001-initial.ts';
import { OauthServer as PostgresqlOauthServer } from './postgresql/0002-oauth-server.ts';
import { PartialIndexes as PostgresqlPartialIndexes } from './postgresql/0003-partial-indexes.ts';
import { GrantsOfTokens as PostgresqlGrantsOfTokens } from './postgresql/0004-grants-of-tokens.ts';
import { Limits as PostgresqlLimits } from './postgresql/0005-limits.ts';
import { Accounts as PostgresqlAccounts } from './postgresql/0006-accounts.ts';
import { Consents as PostgresqlConsents } from './postgresql/0008-consents.ts';
import { VerifiedAddresses as PostgresqlVerifiedAddresses } from './postgresql/0011-verified-addresses.ts';
import { LargeNumbers as PostgresqlLargeNumbers } from './postgresql/0012-large-numbers.ts';
import { SeveralGrants as PostgresqlSeveralGrants } from './postgresql/0013-several-grants.ts';
import { FrontEnds as PostgresqlFrontEnds } from './postgresql/0014-front-ends.ts';
import { GivenSecrets as PostgresqlGivenSecrets } from './postgresql/0015-given-secrets.ts';
import { TagsAndContacts as PostgresqlTagsAndContacts } from './postgresql/0016-tags-and-contacts.ts';
import { Declarations as PostgresqlDeclarations } from './postgresql/0017-declarations.ts';
import { BuiltIn as PostgresqlBuiltIn } from './postgresql/0018-built-in.ts';
import { Registry as PostgresqlRegistry } from './postgresql/0019-registry.ts';
import { BuiltInOrganization as PostgresqlBuiltInOrganization } from './postgresql/0020-built-in-organization.ts';
import { Initial as SqliteInitial } from './sqlite/0001-initial.ts';
import { OauthServer as SqliteOauthServer } from './sqlite/0002-oauth-server.ts';
import { PartialIndexes as SqlitePartialIndexes } from './sqlite/0003-partial-indexes.ts';
import { GrantsOfTokens as SqliteGrantsOfTokens } from './sqlite/0004-grants-of-tokens.ts';
import { Limits as SqliteLimits } from './sqlite/0005-limits.ts';
import { Accounts as SqliteAccounts } from './sqlite/0006-accounts.ts';
import { Consents as SqliteConsents } from './sqlite/0008-consents.ts';
import { VerifiedAddresses as SqliteVerifiedAddresses } from './sqlite/0011-verified-addresses.ts';
import { LargeNumbers as SqliteLargeNumbers } from './sqlite/0012-large-numbers.ts';
import { SeveralGrants as SqliteSeveralGrants } from './sqlite/0013-several-grants.ts';
import { FrontEnds as SqliteFrontEnds } from './sqlite/0014-front-ends.ts';
import { GivenSecrets as SqliteGivenSecrets } from './sqlite/0015-given-secrets.ts';
import { TagsAndContacts as SqliteTagsAndContacts } from './sqlite/0016-tags-and-contacts.ts';
import { Declarations as SqliteDeclarations } from './sqlite/0017-declarations.ts';
import { BuiltIn as SqliteBuiltIn } from './sqlite/0018-built-in.ts';
import { Registry as SqliteRegistry } from './sqlite/0019-registry.ts';
import { BuiltInOrganization as SqliteBuiltInOrganization } from './sqlite/0020-built-in-organization.ts';

/** The migrations of each database, oldest first. Once released, a migration does not change any more. */
export const MIGRATIONS = {
  sqlite: [
    { name: '0001-initial', class: SqliteInitial },
    { name: '0002-oauth-server', class: SqliteOauthServer },
    { name: '0003-partial-indexes', class: SqlitePartialIndexes },
    { name: '0004-grants-of-tokens', class: SqliteGrantsOfTokens },
    { name: '0005-limits', class: SqliteLimits },
    { name: '0006-accounts', class: SqliteAccounts },
    { name: '0008-consents', class: SqliteConsents },
    { name: '0011-verified-addresses', class: SqliteVerifiedAddresses },
    { name: '0012-large-numbers', class: SqliteLargeNumbers },
    { name: '0013-several-grants', class: SqliteSeveralGrants },
    { name: '0014-front-ends', class: SqliteFrontEnds },
    { name: '0015-given-secrets', class: SqliteGivenSecrets },
    { name: '0016-tags-and-contacts', class: SqliteTagsAndContacts },
    { name: '0017-declarations', class: SqliteDeclarations },
    { name: '0018-built-in', class: SqliteBuiltIn },
    { name: '0019-registry', class: SqliteRegistry },
    { name: '0020-built-in-organization', class: SqliteBuiltInOrganization },
  ],
  postgresql: [
    { name: '0001-initial', class: PostgresqlInitial },
    { name: '0002-oauth-server', class: PostgresqlOauthServer },
    { name: '0003-partial-indexes', class: PostgresqlPartialIndexes },
    { name: '0004-grants-of-tokens', class: PostgresqlGrantsOfTokens },
    { name: '0005-limits', class: PostgresqlLimits },
    { name: '0006-accounts', class: PostgresqlAccounts },
    { name: '0008-consents', class: PostgresqlConsents },
    { name: '0011-verified-addresses', class: PostgresqlVerifiedAddresses },
    { name: '0012-large-numbers', class: PostgresqlLargeNumbers },
    { name: '0013-several-grants', class: PostgresqlSeveralGrants },
    { name: '0014-front-ends', class: PostgresqlFrontEnds },
    { name: '0015-given-secrets', class: PostgresqlGivenSecrets },
    { name: '0016-tags-and-contacts', class: PostgresqlTagsAndContacts },
    { name: '0017-declarations', class: PostgresqlDeclarations },
    { name: '0018-built-in', class: PostgresqlBuiltIn },
    { name: '0019-registry', class: PostgresqlRegistry },
    { name: '0020-built-in-organization', class: PostgresqlBuiltInOrganization },
  ],
};

/** How the transaction begins: what keeps other processes from migrating until it ends. SQLite has one writer at a time anyway. */
export const BEGINNING = {
  sqlite: [],
  // to write a large table anew takes its time, and so does waiting for who does; the number means nothing but this
  postgresql: [UNLIMITED, 'select pg_advisory_xact_lock(7238541)'],
};
