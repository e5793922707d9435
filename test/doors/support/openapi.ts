import { expect } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Reply, Rest } from './rest.ts';

/** What this test reads of an OpenAPI description (OpenAPI 3.1, section 4.8). */
interface Description {
  readonly openapi: string;
  readonly servers?: readonly { url: string }[];
  // biome-ignore lint/suspicious/noExplicitAny: path items and operations, checked by the validator
  readonly paths: Readonly<Record<string, any>>;
  readonly components?: { readonly securitySchemes?: object };
}

/** An OpenAPI description that holds answers to what it says. */
interface Described {
  readonly description: Description;
  /** What is wrong with an answer to a request; nothing if it is as described. */
  faultsOf(method: string, path: string, reply: Reply): string[];
}

/** A step of a JSON pointer (RFC 6901, sections 3 and 6). */
const step = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
const escaped = (text: string) => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

/** The same, but that objects have nothing besides what is described of them. */
function closed<Node>(node: Node): Node {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map(closed) as Node;
  const inner = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)])) as Node & object;
  return 'properties' in inner && 'type' in inner ? { ...inner, additionalProperties: false } : inner;
}

/**
 * Reads a description.
 * @throws if it is none that is valid
 */
async function describedBy(document: unknown): Promise<Described> {
  // the validator resolves references in what it is given
  const { valid, errors } = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
  if (!valid) throw new Error(JSON.stringify(errors));
  const description = document as Description;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(closed(description), 'openapi.json');
  const base = (description.servers?.[0]?.url ?? '').replace(/^https?:\/\/[^/]*/, '').replace(/\/$/, '');
  const faultsOf: Described['faultsOf'] = (method, path, { status, body }) => {
    const [bare = ''] = path.split('?');
    // a path is the same with a slash at its end
    const fits = (template: string) => new RegExp(`^${escaped(base + template).replace(/\{[^}]*\}/g, '[^/]+')}/?$`, 'i').test(bare);
    const parameters = (template: string) => template.split('{').length;
    const [template] = Object.keys(description.paths)
      .filter(fits)
      .toSorted((one, two) => parameters(one) - parameters(two));
    if (template === undefined) return [`${path} is not described`];
    const verb = method.toLowerCase();
    const responses = description.paths[template]?.[verb]?.responses;
    const code = [String(status), `${String(status)[0]}XX`, 'default'].find((code) => responses?.[code]);
    if (code === undefined) return [`${method} ${path}: ${status} is not described`];
    const pointer = ['paths', template, verb, 'responses', code].map(step).join('/');
    const reference = responses[code].$ref as string | undefined;
    const response = reference === undefined ? `/${pointer}` : reference.replace(/^#/, '');
    if (reference === undefined && responses[code].content === undefined) return code === 'default' ? ['errors are not described'] : [];
    const $ref = `openapi.json#${response}/content/${step('application/json')}/schema`;
    const validate = ajv.compile({ $ref });
    return validate(body)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${method} ${path}: ${instancePath} ${message}`);
  };
  return { description, faultsOf };
}

/** The description that a door serves, to hold its answers to. @param rest who asks */
export async function descriptionAt(rest: Rest, path: string) {
  const { status, headers, body } = await rest('GET', path);
  expect({ path, status, type: headers['content-type'] }).toEqual({ path, status: 200, type: expect.stringMatching(/^application\/json/) });
  const { description, faultsOf } = await describedBy(body);
  expect(description).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\.\d+$/),
    info: { title: expect.any(String), version: expect.any(String) },
  });
  expect(Object.keys(description.paths).length).toBeGreaterThan(1);
  expect(Object.keys(description.components?.securitySchemes ?? {})).not.toEqual([]);
  /** Sends a request, and holds its answer to the description. @returns the body of the answer */
  const held = async (method: string, path: string, body?: unknown, wanted = 200) => {
    const reply = await rest(method, path, body);
    expect({ method, path, status: reply.status }).toEqual({ method, path, status: wanted });
    expect(faultsOf(method, path, reply)).toEqual([]);
    return reply.body;
  };
  return { held, faultsOf };
}
