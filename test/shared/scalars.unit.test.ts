import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { DateTime } from '../../src/shared/scalars.ts';

describe('a DateTime', () => {
  it('is written like ECMAScript writes it, whatever was written before', () => {
    const times = [
      0, -1, 5, 86_399_999, 86_400_000, -86_400_000, -86_399_999, 1_893_456_000_007, 1_893_456_061_070, 253_402_300_799_999, -1, 1,
    ];
    for (const time of [...times, ...times.toReversed()]) expect(DateTime.serialize(new Date(time))).toBe(new Date(time).toISOString());
  });

  it.each([
    ['2030-01-31T12:00:00Z', '2030-01-31T12:00:00.000Z'],
    ['2030-01-31T12:00Z', '2030-01-31T12:00:00.000Z'],
    ['2030-01-31T12:00:00.123456Z', '2030-01-31T12:00:00.123Z'],
    ['2030-01-31T14:00:00+02:00', '2030-01-31T12:00:00.000Z'],
    ['2030-01-31T00:00:00-05:30', '2030-01-31T05:30:00.000Z'],
  ])('%s is answered as %s', (given, answered) => {
    expect(DateTime.serialize(DateTime.parseValue(given))).toBe(answered);
    expect(DateTime.parseLiteral(parseValue(JSON.stringify(given)))).toEqual(new Date(answered));
  });

  it.each([
    '',
    'tomorrow',
    '2030-01-31',
    '2030-01-31T12:00:00',
    '2030-13-01T00:00:00Z',
    '2030-01-31T25:00:00Z',
    1_893_456_000,
    null,
    true,
    {},
  ])('is never %j', (given) => {
    expect(() => DateTime.parseValue(given)).toThrow('ISO 8601');
  });

  it.each(['1893456000', 'true', 'null'])('is never the literal %s', (literal) => {
    expect(() => DateTime.parseLiteral(parseValue(literal))).toThrow('ISO 8601');
  });

  it.each(['2030-02-31T00:00:00Z', '2031-02-29T00:00:00Z', '2030-04-31T00:00:00+02:00'])(
    'is never %s, a day that there is not',
    (given) => {
      expect(() => DateTime.parseValue(given)).toThrow('ISO 8601');
    },
  );
});
