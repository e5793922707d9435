import type { Row } from '../query/tables.ts';
import type { Application } from './application.entity.ts';
import { DEFAULT_SCOPES } from './application.rules.ts';

/** What there is to know of a field that whoever registers an application decides. */
interface Field<Value> {
  /** What a new application has where its input says nothing; undefined where that depends on the rest of the input. */
  readonly default: Value | undefined;
  /** Whether null is a value; else it means the same as nothing said. */
  readonly nullable: null extends Value ? true : false;
  /** Whether activity tells of its changes. Never of a secret. */
  readonly inActivity: boolean;
  /** Whether it decides who gets the tokens, or what those may do: superusers alone change it where the application is powerful. */
  readonly isControl: boolean;
  /** Whether the authorization server goes by it. */
  readonly inClient: boolean;
}

/** One row a field: the inputs, activity and the authorization server go by it. Activity tells of changes in this order. */
const FIELDS = {
  clientId: { default: undefined, nullable: false, inActivity: true, isControl: false, inClient: true },
  name: { default: undefined, nullable: false, inActivity: true, isControl: false, inClient: true },
  organizationId: { default: undefined, nullable: false, inActivity: true, isControl: true, inClient: true },
  description: { default: '', nullable: false, inActivity: true, isControl: false, inClient: false },
  vendor: { default: null, nullable: true, inActivity: true, isControl: false, inClient: true },
  url: { default: null, nullable: true, inActivity: true, isControl: false, inClient: true },
  tags: { default: [] as string[], nullable: false, inActivity: true, isControl: false, inClient: false },
  ownerContact: { default: null, nullable: true, inActivity: true, isControl: false, inClient: false },
  clientType: { default: undefined, nullable: false, inActivity: true, isControl: true, inClient: true },
  authorizationGrantType: { default: undefined, nullable: false, inActivity: true, isControl: false, inClient: true },
  grantTypes: { default: undefined, nullable: false, inActivity: true, isControl: true, inClient: true },
  redirectUris: { default: [] as string[], nullable: false, inActivity: true, isControl: true, inClient: true },
  postLogoutRedirectUris: { default: [] as string[], nullable: false, inActivity: true, isControl: true, inClient: true },
  webOrigins: { default: [] as string[], nullable: false, inActivity: true, isControl: true, inClient: true },
  skipAuthorization: { default: false, nullable: false, inActivity: true, isControl: true, inClient: true },
  trusted: { default: false, nullable: false, inActivity: true, isControl: true, inClient: true },
  enabled: { default: true, nullable: false, inActivity: true, isControl: true, inClient: false },
  scopes: { default: DEFAULT_SCOPES as string[], nullable: false, inActivity: true, isControl: true, inClient: true },
  maximumScopes: { default: undefined, nullable: false, inActivity: true, isControl: true, inClient: true },
  accessValidity: { default: null, nullable: true, inActivity: true, isControl: true, inClient: true },
  grantValidity: { default: null, nullable: true, inActivity: true, isControl: true, inClient: true },
  renewable: { default: true, nullable: false, inActivity: true, isControl: true, inClient: true },
} as const satisfies { readonly [Name in keyof Row<Application>]?: Field<Row<Application>[Name]> };

type Fields = typeof FIELDS;
type FieldName = keyof Fields;

/** The names of the fields of which something holds. */
type NamesWhere<Flag extends 'inActivity' | 'isControl' | 'inClient'> = {
  [Name in FieldName]: Fields[Name][Flag] extends true ? Name : never;
}[FieldName];

type NameWithoutDefault = { [Name in FieldName]: Fields[Name]['default'] extends undefined ? Name : never }[FieldName];

/** The fields of an application that its makers decide. */
export type ApplicationValues = Pick<Row<Application>, FieldName>;

/** A half-made application: what has no default may be missing still. */
export type ApplicationDraft = Omit<ApplicationValues, NameWithoutDefault> & Partial<Pick<ApplicationValues, NameWithoutDefault>>;

const NAMES = Object.keys(FIELDS) as FieldName[];

const namesWhere = <Flag extends 'inActivity' | 'isControl' | 'inClient'>(flag: Flag) =>
  NAMES.filter((name): name is NamesWhere<Flag> => FIELDS[name][flag]);

/** What activity tells of an application. */
export const ACTIVITY_FIELDS = namesWhere('inActivity');

/** What of an application decides who gets its tokens, and what those may do. */
export const CONTROL_FIELDS = namesWhere('isControl');

/** What of an application the authorization server goes by. */
export const CLIENT_FIELDS = namesWhere('inClient');

const ofEach = <Values>(value: (name: FieldName) => unknown) =>
  Object.fromEntries(NAMES.map((name): [FieldName, unknown] => [name, value(name)])) as Values;

/** What a new application has where nothing is said. */
export const DEFAULTS = ofEach<ApplicationDraft>((name) => FIELDS[name].default);

/** Lays an input over earlier values: omitted fields stay, and so do fields that cannot be null. */
export const merged = <Values extends ApplicationDraft>(
  before: Values,
  input: { readonly [Name in FieldName]?: ApplicationValues[Name] | null | undefined },
) =>
  ofEach<Pick<Values, FieldName>>((name) => {
    const value = input[name];
    return value === undefined || (value === null && !FIELDS[name].nullable) ? before[name] : value;
  });

/** Whether two values of a field differ. */
export const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** A draft to which nothing is missing any more. */
export function whole(draft: ApplicationDraft): ApplicationValues {
  const missing = NAMES.filter((name) => draft[name] === undefined);
  if (missing.length > 0) throw new Error(`an application without ${missing.join(', ')}`);
  return draft as ApplicationValues;
}
