import { describe, expect, it } from '@jest/globals';
import { Failure } from '../../../src/doors/answers.ts';
import { applications } from '../../../src/doors/awx/applications.ts';
import { askedIn } from '../../../src/doors/awx/lookups.ts';
import { tokens } from '../../../src/doors/awx/tokens.ts';

const asked = (query: string, { resource } = applications as unknown as typeof tokens) => askedIn(new URLSearchParams(query), resource);
const lookup = { isNegated: false, isAlternative: false };

/** What is said of a query that is refused. */
function refusalOf(query: string, collection?: typeof tokens): unknown {
  try {
    return asked(query, collection);
  } catch (error) {
    if (error instanceof Failure) return [error.code, error.message];
    const { extensions, message } = error as { extensions?: { code: string }; message: string };
    return [extensions?.code, message];
  }
}

describe('what is asked of a list of AWX', () => {
  it.each([
    ['name=Foo', { field: 'name', operator: 'exact', comparand: 'Foo', ...lookup }],
    ['name__exact=Foo', { field: 'name', operator: 'exact', comparand: 'Foo', ...lookup }],
    ['not__name__icontains=Foo', { field: 'name', operator: 'icontains', comparand: 'Foo', ...lookup, isNegated: true }],
    ['or__not__id=5', { field: 'id', operator: 'exact', comparand: 5, isNegated: true, isAlternative: true }],
    ['chain__id=5', { field: 'id', operator: 'exact', comparand: 5, ...lookup }],
    ['pk=5', { field: 'id', operator: 'exact', comparand: 5, ...lookup }],
    ['id__in=1,2', { field: 'id', operator: 'in', comparand: [1, 2], ...lookup }],
    ['id=99999999999999999999', { field: 'id', operator: 'exact', comparand: Number.MAX_SAFE_INTEGER, ...lookup }],
    ['organization=1', { field: 'organization', operator: 'exact', comparand: 1, ...lookup }],
    ['organization__id=1', { field: 'organization', operator: 'exact', comparand: 1, ...lookup }],
    ['organization__id__in=1', { field: 'organization', operator: 'in', comparand: [1], ...lookup }],
    ['organization__name__in=a,b', { field: 'organization__name', operator: 'in', comparand: ['a', 'b'], ...lookup }],
    ['skip_authorization=True', { field: 'skip_authorization', operator: 'exact', comparand: true, ...lookup }],
    ['name__isnull=0', { field: 'name', operator: 'isnull', comparand: false, ...lookup }],
    ['created__gte=2026-01-02', { field: 'created', operator: 'gte', comparand: new Date('2026-01-02T00:00:00Z'), ...lookup }],
    [
      'created__lt=2026-01-02T03:04:05.678901%2B02:00',
      { field: 'created', operator: 'lt', comparand: new Date('2026-01-02T01:04:05.678Z'), ...lookup },
    ],
  ])('is read: %s', (query, expected) => {
    expect(asked(query)).toEqual({ lookups: [expected], search: '', order: [] });
  });

  it('has a search, an order, and what says nothing of the rows', () => {
    expect(asked('search=a+b&order_by=-name,organization__name&page=3&page_size=5&format=json')).toEqual({
      lookups: [],
      search: 'a b',
      order: [
        { field: 'name', isDescending: true },
        { field: 'organization__name', isDescending: false },
      ],
    });
  });

  it('takes an application of null for personal tokens', () => {
    expect(asked('application=null', tokens).lookups).toEqual([{ field: 'application', operator: 'exact', comparand: null, ...lookup }]);
  });

  it.each([
    ['foo=1', 'no field named'],
    ['name__regex=a', 'no field named'],
    ['name__name=a', 'no field named'],
    ['__proto__=a', 'no field named'],
    ['constructor=a', 'no field named'],
    ['organization__toString=a', 'no field named'],
    ['=a', 'no field named'],
    ['not__=a', 'no field named'],
    ['related=a', 'no field named'],
    ['organization__description=a', 'no field named'],
    ['id=x', 'expected a number'],
    ['id=', 'expected a number'],
    ['id__in=', 'empty value'],
    ['id__in=1,,2', 'expected a number'],
    ['skip_authorization=maybe', 'to boolean'],
    ['skip_authorization__gt=true', 'Unsupported lookup'],
    ['created__icontains=2', 'Unsupported lookup'],
    ['created=yesterday', 'invalid format'],
    ['created=2026-13-45', 'invalid format'],
    ['name__isnull=x', 'to boolean'],
    ['order_by=redirect_uris', 'cannot be sorted'],
    ['order_by=foo', 'no field named'],
    ['order_by=a,b,c,d,e,f', 'at most 5'],
    [Array(11).fill('name=a').join('&'), 'at most 10 conditions'],
    [Array(4).fill('redirect_uris=a').join('&'), 'at most 10 conditions'],
    [Array(4).fill('or__description__icontains=a').join('&'), 'at most 10 conditions'],
    [
      Array(3)
        .fill(`id__in=${Array(70).fill('1').join(',')}`)
        .join('&'),
      'at most 200 values',
    ],
    [`id__in=${Array(201).fill('1').join(',')}`, 'at most 200 values'],
    [`name=${'a'.repeat(2_049)}`, 'at most 2048'],
    [`search=${'a'.repeat(2_049)}`, 'at most 2048'],
  ])('is refused: %s', (query, message) => {
    expect(refusalOf(query)).toEqual(['BAD_USER_INPUT', expect.stringContaining(message)]);
  });

  it.each([
    ['client_secret=x', 'client_secret', undefined],
    ['client_secret__startswith=x', 'client_secret', undefined],
    ['or__not__client_secret__gt=x', 'client_secret', undefined],
    ['client_id=x', 'client_id', undefined],
    ['order_by=-client_secret', 'client_secret', undefined],
    ['token=x', 'token', tokens],
    ['refresh_token__in=x,y', 'refresh_token', tokens],
    ['order_by=token', 'token', tokens],
  ] as const)('is forbidden, being a secret: %s', (query, field, collection) => {
    expect(refusalOf(query, collection)).toEqual(['FORBIDDEN', `Filtering on ${field} is not allowed.`]);
  });
});
