import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { awx } from '../../src/doors/awx/door.ts';
import { easir } from '../../src/doors/easir/door.ts';
import { openApi } from '../../src/doors/openapi.ts';
import { venafi } from '../../src/doors/venafi/door.ts';

// what a door serves does not depend on what it is made of
const DOORS = [awx, venafi, easir].map((make) => make({} as never)).map((door) => [door.title, door] as const);

describe.each(DOORS)('the description of the door of %s', (_, door) => {
  const description = openApi(door) as {
    readonly paths: Record<string, Record<string, { readonly requestBody?: unknown }>>;
    readonly components: { readonly schemas: Record<string, { readonly properties: object; readonly required?: string[] }> };
  };

  it('is one of OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(description));
    expect({ valid, errors, version: validator.version }).toEqual({ valid: true, errors: undefined, version: '3.1' });
  });

  it('has every path and method that there is, and no other', () => {
    const described = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.toSorted()).toEqual(door.routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`).toSorted());
  });
});

describe('the description of the door of AWX', () => {
  const { schemas } = (
    openApi(awx({} as never)) as { components: { schemas: Record<string, { properties: Record<string, object>; required?: string[] }> } }
  ).components;

  it('says what an application is made of, and what of it changes', () => {
    expect(schemas.ApplicationCreation?.required?.toSorted()).toEqual(['authorization_grant_type', 'client_type', 'name', 'organization']);
    expect(schemas.ApplicationCreation?.properties.authorization_grant_type).toMatchObject({ enum: ['authorization-code', 'password'] });
    expect(Object.keys(schemas.ApplicationReplacement?.properties ?? {})).not.toContain('authorization_grant_type');
    expect(schemas.ApplicationChange?.required).toBeUndefined();
    expect(Object.keys(schemas.ApplicationCreation?.properties ?? {})).not.toContain('client_secret');
  });
});
