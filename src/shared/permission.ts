import { createMethodMiddlewareDecorator, Extensions } from 'type-graphql';
import { apiError } from './errors.ts';
import type { BuiltInScope } from './scopes.ts';
import { hasScope, isAuthenticated, type Viewer } from './viewer.ts';

/** Who may use an operation at all; rights on single objects are the policies' matter. */
export interface Permission {
  /** The scope that the token must have; `none` opens the operation to everybody. */
  readonly scope: BuiltInScope | 'none';
  /** Whether the token must be personal or of a trusted application. */
  readonly trusted?: boolean;
  /** Whether only superusers may use it. */
  readonly superuser?: boolean;
}

/** What is said where the scope of a token does not cover an operation. */
export const needsScope = (scope: string): string => `The token needs the scope "${scope}".`;

/** Ends an operation that the viewer may not use. @throws `UNAUTHENTICATED`, `FORBIDDEN` */
export function demand(viewer: Viewer, { scope, trusted, superuser }: Permission): void {
  if (scope === 'none') return;
  if (!isAuthenticated(viewer)) throw apiError('UNAUTHENTICATED', 'Send a token: "Authorization: Bearer …".');
  if (!hasScope(viewer, scope)) throw apiError('FORBIDDEN', needsScope(scope));
  if (superuser && !viewer.isSuperuser) throw apiError('FORBIDDEN', 'Only superusers may do this.');
  if (trusted && !viewer.trusted) {
    throw apiError('FORBIDDEN', 'Tokens of an application may do this only if the application is trusted. Use a personal token.');
  }
}

/** Says above a query or mutation who may use it. One without it fails when the schema is built. */
export function Allow(permission: Permission): MethodDecorator {
  const remember = Extensions({ permission }) as MethodDecorator;
  const enforce = createMethodMiddlewareDecorator<{ readonly viewer: Viewer }>(({ context }, next) => {
    demand(context.viewer, permission);
    return next();
  });
  return (target, key, descriptor) => {
    remember(target, key, descriptor);
    enforce(target, key as string, descriptor as TypedPropertyDescriptor<unknown>);
  };
}
