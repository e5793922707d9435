import { ActivityEntry } from '../activity/activity.entity.ts';
import { Application } from '../applications/application.entity.ts';
import { ClientSecret } from '../applications/client-secret.entity.ts';
import { Grant } from '../grants/grant.entity.ts';
import { LimitCount } from '../limits/limit-count.entity.ts';
import { OauthArtifact } from '../oauth/artifact.entity.ts';
import { OauthKey } from '../oauth/key.entity.ts';
import { KnownNetwork } from '../oauth/known-network.entity.ts';
import { Membership } from '../organizations/membership.entity.ts';
import { Organization } from '../organizations/organization.entity.ts';
import { RefusedLogin } from '../registry/refused-login.entity.ts';
import { RegistryCount } from '../registry/registry-count.entity.ts';
import { Token } from '../tokens/token.entity.ts';
import { User } from '../users/user.entity.ts';

/** Every entity. */
export const ENTITIES = [
  User,
  Organization,
  Membership,
  Application,
  ClientSecret,
  Token,
  ActivityEntry,
  Grant,
  OauthArtifact,
  OauthKey,
  KnownNetwork,
  LimitCount,
  RegistryCount,
  RefusedLogin,
] as const;
