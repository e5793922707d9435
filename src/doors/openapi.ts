import { json } from './answers.ts';
import type { Door, Method, Route } from './door.ts';
import { type Field, isTaken, type Resource } from './resource.ts';

type Json = Readonly<Record<string, unknown>>;

const TYPES: Readonly<Record<Field['type'], Json>> = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  id: { type: 'integer' },
  choice: { type: 'string' },
  datetime: { type: 'string', format: 'date-time' },
  object: { type: 'object' },
  list: { type: 'array', items: {} },
};

/** A door that also serves its own description. */
export function withDescription(door: Door, path: string): Door {
  const described: Door = {
    ...door,
    routes: [...door.routes, { method: 'GET', path, does: 'Describes all of this (OpenAPI 3.1).', answer: () => json(200, description()) }],
  };
  let made: Json | undefined;
  const description = () => {
    made ??= openApi(described);
    return made;
  };
  return described;
}

/** Describes what a door serves (OpenAPI 3.1), by its routes and by the tables of its resources. */
export function openApi({ title, routes, takesPasswords }: Pick<Door, 'title' | 'routes' | 'takesPasswords'>): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const schemas: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    const place = paths[path] ?? {};
    place[route.method.toLowerCase()] = operationOf(route, schemas);
    paths[path] = place;
  }
  return {
    openapi: '3.1.0',
    info: { title: `Clientele, in the words of ${title}`, version: '1.0.0' },
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        ...(takesPasswords && { basic: { type: 'http', scheme: 'basic' } }),
      },
    },
    security: [{ bearer: [] }, ...(takesPasswords ? [{ basic: [] }] : [])],
  };
}

/** Whatever else may come. */
const FAULT: Json = {
  description: 'An error, in the shape of the other system.',
  content: { 'application/json': { schema: { type: 'object' } } },
};

function operationOf(route: Route, schemas: Record<string, Json>): Json {
  const { method, path, operation, isOfToken, does, deviation, takes, gives } = route;
  const parameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^A-Za-z0-9]+(.?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: does,
    ...(deviation && { description: deviation }),
    ...(parameters.length > 0 && { parameters }),
    ...(operation === undefined && !isOfToken && { security: [] }),
    ...(takes && { requestBody: bodyOf(`${takes.name}${INPUTS[method]}`, inputSchema(takes, method, schemas), schemas) }),
    responses: { [statusOf(route)]: responseOf(gives, schemas), default: FAULT },
  };
}

/** What an input is called, by what is done with it. */
const INPUTS: Readonly<Record<Method, string>> = {
  ...{ GET: 'Query', DELETE: 'Query', OPTIONS: 'Query' },
  ...{ POST: 'Creation', PUT: 'Replacement', PATCH: 'Change' },
};

const statusOf = ({ method, gives }: Route): string => String(gives?.status ?? (method === 'DELETE' ? 204 : 200));

function bodyOf(name: string, schema: Json, schemas: Record<string, Json>): Json {
  schemas[name] ??= schema;
  return { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } };
}

function responseOf(gives: Route['gives'], schemas: Record<string, Json>): Json {
  if (!gives) return { description: 'Done.' };
  const { resource, isList } = gives;
  const one = referenceTo(resource, schemas);
  const nullable = { type: ['string', 'null'] };
  const page = {
    type: 'object',
    properties: { count: { type: 'integer' }, next: nullable, previous: nullable, results: { type: 'array', items: one } },
  };
  return { description: isList ? 'A page.' : 'The object.', content: { 'application/json': { schema: isList ? page : one } } };
}

/** Describes a resource once, and refers to that. */
function referenceTo(resource: Resource, schemas: Record<string, Json>): Json {
  schemas[resource.name] ??= outputSchema(resource, schemas);
  return { $ref: `#/components/schemas/${resource.name}` };
}

function schemaOf({ type, isNullable, choices, help, holds }: Field, isInput: boolean, schemas: Record<string, Json>): Json {
  if (holds && type === 'list') return { type: 'array', items: referenceTo(holds, schemas), description: help };
  if (holds) return { ...referenceTo(holds, schemas), description: help };
  const values = choices?.filter(({ isShownOnly }) => !(isInput && isShownOnly)).map(({ value }) => value);
  const { type: plain, ...rest } = TYPES[type];
  const isOptional = isNullable ?? false;
  return {
    type: isOptional ? [plain, 'null'] : plain,
    ...rest,
    ...(values && { enum: isOptional ? [...values, null] : values }),
    description: help,
  };
}

const outputSchema = ({ fields }: Resource, schemas: Record<string, Json>): Json => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(fields)
      .filter(([, { direction }]) => direction !== 'in')
      .map(([name, field]) => [name, schemaOf(field, false, schemas)]),
  ),
});

function inputSchema({ fields }: Resource, method: Method, schemas: Record<string, Json>): Json {
  const taken = Object.entries(fields).filter(([, field]) => isTaken(field, method === 'POST'));
  const required = taken.filter(([, { isRequired }]) => isRequired && method !== 'PATCH').map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(taken.map(([name, field]) => [name, schemaOf(field, true, schemas)])),
    ...(required.length > 0 && { required }),
  };
}
