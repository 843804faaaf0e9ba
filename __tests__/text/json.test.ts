import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isJsonObject, parseJson, stringifyJson } from '../../src/text/json.ts';

describe('numbers', () => {
  it('of any length keep every digit', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const text = `{"a":[${value}],"b":"${value}"}`;
        expect(stringifyJson(parseJson(text))).toBe(text);
      }),
    );
  });

  it('that a number can hold are numbers', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => expect(parseJson(String(value))).toBe(value || 0)));
  });

  it.each([
    ...['0.1', '1.10', '1.0', '1.50', '1e3', '1E3', '-0', '-0.0', '0.0', '100e-2', '1e400', '-0.0000001'],
    ...['0.12345678901234567890', '12345678901234567890', '9007199254740993'],
  ])('%s is written as it was read', (text) => expect(stringifyJson(parseJson(text))).toBe(text));

  it('of any form are written as they were read', () => {
    const form = fc.stringMatching(/^-?(0|[1-9]\d{0,20})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/);
    fc.assert(fc.property(form, (text) => expect(stringifyJson(parseJson(`[${text}]`))).toBe(`[${text}]`)));
  });

  it('that are bigint can be written', () => {
    expect(stringifyJson({ a: 2n ** 70n })).toBe('{"a":1180591620717411303424}');
  });
});

describe('JSON', () => {
  it('of any shape is the same after reading and writing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(stringifyJson(parseJson(JSON.stringify(value))))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it('with the key __proto__ is plain data', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1}';
    const value = parseJson(text);
    expect(stringifyJson(value)).toBe(text);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(Object(value), '__proto__')).toBe(true);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['', '{', 'yes', "{'a':1}", 'undefined'])('is not %j', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  it('can be indented', () => expect(stringifyJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}'));
});

describe('a mapping', () => {
  it.each([[{}], [{ a: 1 }], [Object.create(null)]])('is %j', (value) =>
    expect(isJsonObject(value)).toBe(true),
  );

  it.each([[null], [[]], ['a'], [1], [undefined], [parseJson('12345678901234567890')]])(
    'is not %p',
    (value) => expect(isJsonObject(value)).toBe(false),
  );
});
