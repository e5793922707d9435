import { type ObjectQuery, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import type DataLoader from 'dataloader';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  registerEnumType,
} from 'type-graphql';
import { ActivityEntry, Application, ClientSecret, Organization, Token, User } from './defaults-entities.ts';
import * as values from './values.ts';
import type { Viewer } from './viewer.ts';

/** What a request brings along. */
export interface Context {
  readonly em: SqlEntityManager;
  readonly viewer: Viewer;
  readonly organizations: DataLoader<number, Organization>;
  readonly tokens: DataLoader<Application, Token[]>;
}

enum ApplicationOrderField {
  NAME = 'NAME',
}
registerEnumType(ApplicationOrderField, { name: 'ApplicationOrderField' });
enum ClientType {
  CONFIDENTIAL = 'CONFIDENTIAL',
  PUBLIC = 'PUBLIC',
}
registerEnumType(ClientType, { name: 'ClientType' });
enum GrantType {
  AUTHORIZATION_CODE = 'AUTHORIZATION_CODE',
}
registerEnumType(GrantType, { name: 'GrantType' });

@InputType()
class ApplicationOrder {
  @Field(() => ApplicationOrderField)
  field!: ApplicationOrderField;
}

@InputType()
class CreateApplicationInput implements values.CreateApplicationInput {
  @Field(() => String)
  name!: string;
  @Field(() => ID)
  organizationId!: string;
  @Field(() => ClientType)
  clientType!: ClientType;
  @Field(() => GrantType)
  authorizationGrantType!: GrantType;
  @Field(() => [String])
  redirectUris!: string[];
}

@InputType()
class CreateTokenInput implements values.CreateTokenInput {
  @Field(() => ID)
  applicationId!: string;
  @Field(() => [String])
  scopes!: string[];
}

@ObjectType()
class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType()
class ApplicationConnection {
  @Field(() => [Application])
  nodes!: Application[];
  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

@ObjectType()
class TokenConnection {
  @Field(() => Int)
  totalCount!: number;
  @Field(() => [Token])
  nodes!: Token[];
}

@ObjectType()
class UserError {
  @Field(() => [String])
  field!: string[];
  @Field(() => String)
  code!: string;
  @Field(() => String)
  message!: string;
}

@ObjectType()
class CreateApplicationPayload {
  @Field(() => Application, { nullable: true })
  application!: Application | null;
  @Field(() => String, { nullable: true })
  clientSecret!: string | null;
  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType()
class CreateTokenPayload {
  @Field(() => Token, { nullable: true })
  token!: Token | null;
  @Field(() => String, { nullable: true })
  accessToken!: string | null;
  @Field(() => String, { nullable: true })
  refreshToken!: string | null;
  @Field(() => [UserError])
  userErrors!: UserError[];
}

const readable = ({ isSuperuser, organizations }: Viewer): ObjectQuery<Application> =>
  isSuperuser ? {} : { organization: { databaseId: { $in: [...organizations] } } };

function record(em: SqlEntityManager, { userId }: Viewer, entry: Omit<Partial<ActivityEntry>, 'changes'>, told: Record<string, unknown>) {
  em.create(ActivityEntry, { ...entry, actorId: userId, changes: JSON.parse(values.changesOf(told)) } as ActivityEntry);
}

@Resolver(() => Application)
export class ApplicationResolver {
  @Query(() => Application, { nullable: true })
  application(@Arg('id', () => ID) id: string, @Ctx() { em, viewer }: Context): Promise<Application | null> {
    return em.findOne(Application, { databaseId: values.numberOf('Application', id), ...readable(viewer) });
  }

  @Query(() => ApplicationConnection)
  async applications(
    @Arg('first', () => Int) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | undefined,
    @Arg('orderBy', () => ApplicationOrder) _order: ApplicationOrder,
    @Ctx() { em, viewer }: Context,
  ): Promise<ApplicationConnection> {
    const [nameKey = '', databaseId = 0] = after ? values.fromCursor(after) : [];
    const behind: ObjectQuery<Application> = after
      ? { $or: [{ nameKey: { $gt: nameKey } }, { nameKey, databaseId: { $gt: databaseId } }] }
      : {};
    const where = { $and: [readable(viewer), behind] };
    const nodes = await em.find(Application, where, { orderBy: { nameKey: 'asc', databaseId: 'asc' }, limit: first + 1 });
    const hasNextPage = nodes.length > first;
    if (hasNextPage) nodes.pop();
    const last = nodes.at(-1);
    return { nodes, pageInfo: { hasNextPage, endCursor: last ? values.toCursor({ name_key: last.nameKey, id: last.databaseId }) : null } };
  }

  @FieldResolver(() => Organization)
  organization(@Root() application: Application, @Ctx() { organizations }: Context): Promise<Organization> {
    return organizations.load(application.organization.databaseId);
  }

  @FieldResolver(() => TokenConnection)
  async tokens(
    @Root() application: Application,
    @Arg('first', () => Int) first: number,
    @Ctx() { tokens }: Context,
  ): Promise<TokenConnection> {
    const found = await tokens.load(application);
    return { totalCount: found.length, nodes: found.slice(0, first) };
  }

  @Mutation(() => CreateApplicationPayload)
  async createApplication(
    @Arg('input', () => CreateApplicationInput) input: CreateApplicationInput,
    @Ctx() { em, viewer }: Context,
  ): Promise<CreateApplicationPayload> {
    const organizationId = values.numberOf('Organization', input.organizationId);
    const userErrors = values.faultsOf(input);
    if (!viewer.mayWrite || (!viewer.isSuperuser && !viewer.administered.includes(organizationId))) {
      userErrors.push(values.userError('organizationId', 'FORBIDDEN', 'Only an ADMIN of the organization may do that.'));
    }
    if (userErrors.length > 0) return { application: null, clientSecret: null, userErrors };
    const [name, clientId, secret] = [input.name.trim(), values.newClientId(), values.newSecret('clt_sec_')];
    const { clientType, authorizationGrantType, redirectUris } = input;
    const told = { clientId, name, organizationId, clientType, authorizationGrantType, redirectUris, scopes: ['write'] };
    try {
      const application = await em.transactional(async (own) => {
        const made = own.create(Application, {
          ...{ clientId, name, nameKey: name.toLowerCase(), clientType, authorizationGrantType, redirectUris },
          searchText: `${name}\u0001\u0001${clientId}`.toLowerCase(),
          organization: own.getReference(Organization, organizationId),
          createdBy: own.getReference(User, viewer.userId),
        } as Application);
        own.create(ClientSecret, { application: made, digest: secret.digest, hint: secret.hint } as ClientSecret);
        await own.flush();
        const object = { objectType: 'Application', objectDatabaseId: made.databaseId, objectName: name };
        record(own as SqlEntityManager, viewer, { operation: 'CREATE', ...object, organizationId }, told);
        return made;
      });
      return { application, clientSecret: secret.value, userErrors };
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException)) throw error;
      return { application: null, clientSecret: null, userErrors: [values.userError('name', 'TAKEN', 'Has another.')] };
    }
  }
}

@Resolver(() => Token)
export class TokenResolver {
  @Mutation(() => CreateTokenPayload)
  async createToken(
    @Arg('input', () => CreateTokenInput) { applicationId, scopes }: CreateTokenInput,
    @Ctx() { em, viewer }: Context,
  ): Promise<CreateTokenPayload> {
    const [access, refresh, now] = [values.newSecret('clt_at_'), values.newSecret('clt_rt_'), Date.now()];
    const where = { databaseId: values.numberOf('Application', applicationId), ...readable(viewer) };
    const application = await em.findOne(Application, where);
    if (!application?.enabled || !viewer.mayWrite) {
      const userErrors = [values.userError('applicationId', 'NOT_FOUND', 'There is no such application.')];
      return { token: null, accessToken: null, refreshToken: null, userErrors };
    }
    const token = await em.transactional(async (own) => {
      const expiresAt = new Date(now + (application.accessValidity ?? 3600) * 1000);
      const made = own.create(Token, {
        ...{ application, scopes: [...scopes], digest: access.digest, hint: access.hint, expiresAt, refreshDigest: refresh.digest },
        refreshExpiresAt: new Date(now + (application.grantValidity ?? 2_592_000) * 1000),
        user: own.getReference(User, viewer.userId),
      } as Token);
      await own.flush();
      const object = { objectType: 'Token', objectDatabaseId: made.databaseId, objectName: `${application.name} …${access.hint}` };
      const context = { organizationId: application.organization.databaseId, subjectId: viewer.userId };
      record(own as SqlEntityManager, viewer, { operation: 'ISSUE_TOKEN', ...object, ...context }, { scopes, expiresAt });
      return made;
    });
    return { token, accessToken: access.value, refreshToken: refresh.value, userErrors: [] };
  }
}
