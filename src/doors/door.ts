import type { GrantType } from '../applications/application.rules.ts';
import type { Answer, Request } from '../http/server.ts';
import type { Environment } from '../oauth/environment.ts';
import type { Context } from '../query/context.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Permission } from '../shared/permission.ts';
import type { DoorName } from '../shared/settings.ts';
import type { Fields, Resource } from './resource.ts';

/** How clients of another system talk to this one: which paths there are, and in which words they answer. */
export interface Door {
  readonly name: DoorName;
  /** The system, as people call it. */
  readonly title: string;
  /** What all of its paths begin with, in small letters and without a slash at the end. */
  readonly prefixes: readonly string[];
  readonly isCaseSensitive: boolean;
  /** Headers of all of its answers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Paths, without a slash at the end, that are those of the authorization server by another name. */
  readonly forwards: Readonly<Record<string, string>>;
  readonly routes: readonly Route[];
  /** Whether it takes a user's name and password in place of a token (RFC 7617). */
  readonly takesPasswords: boolean;
  /** What says the same as the header `Authorization`, where its clients have another place for that. */
  authorizationOf?(request: Request): string | undefined;
  /** Whether what a request shows has ended before the token that it stands for. */
  hasEnded?(request: Request, context: Context): Promise<boolean>;
  /** Says in the words of the system what is wrong. */
  faultAnswer(fault: Fault): Answer;
}

/** What is wrong with a request as a whole. */
export interface Fault {
  readonly code: ErrorCode;
  /** The HTTP status that goes with it where a system has no other habit. */
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** What one method does at one path. */
export interface Route {
  readonly method: Method;
  /** With `:name` for what changes. */
  readonly path: string;
  /** The query or mutation that does the same: whoever may use that, may use this. Absent where everybody may. */
  readonly operation?: string;
  /** Whether it is about the token that is shown, and so for whoever shows one, whatever its scope. */
  readonly isOfToken?: boolean;
  readonly answer: (call: Call) => Promise<Answer> | Answer;
  /** What it does here, for the documents. */
  readonly does: string;
  /** What is otherwise than in the other system, and why. */
  readonly deviation?: string;
  /** What it takes and what it answers, for the description of the API. */
  readonly takes?: Resource | undefined;
  readonly gives?: { readonly resource: Resource; readonly isList?: boolean; readonly status?: number } | undefined;
}

/** A request that has found its route, and whose sender may use it. */
export interface Call {
  readonly request: Request;
  readonly context: Context;
  /** What the path has for each `:name` of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Reads the body: its fields; none where there is no body. @throws {GraphQLError} where it cannot be read */
  body(): Promise<Fields>;
}

/** What whoever runs the server says of applications that are registered through doors whose systems have no word for it. */
export interface Registering {
  /** The name of their organization. */
  readonly organization: string | undefined;
  /** How they get their tokens, the authorization grant type first. */
  readonly grantTypes: readonly GrantType[];
}

/** What the doors are made of. */
export interface DoorsOptions extends Environment {
  /** Makes the context of a request that shows a token, or says why there is none. */
  readonly contextOf: (request: Request, authorization: string | undefined) => Promise<Context | Omit<Fault, 'status'>>;
  /** Asks an endpoint of the authorization server, on behalf of who sent a request; none of its headers goes along. */
  readonly authorizationServer: (request: Request, path: string, form: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly registering: Readonly<Record<'venafi' | 'easir', Registering>>;
  /** Who may use a query or mutation. */
  readonly permissionOf: (operation: string) => Permission;
  /** Told of every answer. */
  readonly count: (door: DoorName, status: number) => void;
  /** Told of faults. */
  readonly report: (requestId: string, error: unknown) => void;
}
