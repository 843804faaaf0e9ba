import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseMapping as parse } from '../../src/inputs/mapping.ts';
import { NotAMapping } from '../../src/inputs/not-a-mapping.ts';
import { stringifyJson } from '../../src/text/json.ts';

const parseMapping = (text: string, scalars: 'text' | 'typed') => parse(text, () => scalars === 'text');
const sent = async (text: string, scalars: 'text' | 'typed') =>
  stringifyJson(await parseMapping(text, scalars));

describe('YAML as text', () => {
  it.each([
    '1.10',
    '00123',
    '2025-03-21',
    'yes',
    'no',
    'true',
    'null',
    '~',
    '0x1F',
    '1e3',
    '.5',
    '12345678901234567890',
    '-0',
    '1_000',
    '0o17',
    '.inf',
    '12:30:00',
  ])('keeps %s as it was written', async (text) =>
    expect(await parseMapping(`a: ${text}`, 'text')).toEqual({ a: text }),
  );

  it('keeps any plain decimal text as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^-?\d{1,30}(\.\d{1,30})?$/), async (text) => {
        expect(await parseMapping(`a: ${text}`, 'text')).toEqual({ a: text });
      }),
    );
  });

  it('keeps keys as they were written', async () => {
    expect(await parseMapping('$table_name: a\n1.10: b\nyes: c', 'text')).toEqual({
      $table_name: 'a',
      '1.10': 'b',
      yes: 'c',
    });
  });

  it.each([
    ['a:', { a: '' }],
    ['a: ""', { a: '' }],
    ['a: |\n  x\n  y', { a: 'x\ny\n' }],
    ["a: 'it''s'", { a: "it's" }],
    ['a: x # why', { a: 'x' }],
    ['a:\n  b: 1.0\n  c: [01, yes]', { a: { b: '1.0', c: ['01', 'yes'] } }],
    ['{a: 1, b: yes}', { a: '1', b: 'yes' }],
  ])('%j is %j', async (text, value) => expect(await parseMapping(text, 'text')).toEqual(value));
});

describe('YAML with types', () => {
  it.each([
    ['a: 3', '{"a":3}'],
    ['a: 3.5', '{"a":3.5}'],
    ['a: true', '{"a":true}'],
    ['a: yes', '{"a":"yes"}'],
    ['a:', '{"a":null}'],
    ['a: "3"', '{"a":"3"}'],
    ['a: 12345678901234567890', '{"a":12345678901234567890}'],
    ['a: [1, {b: 2}]', '{"a":[1,{"b":2}]}'],
    ['a: 2025-03-21', '{"a":"2025-03-21"}'],
  ])('%j is sent as %s', async (text, json) => expect(await sent(text, 'typed')).toBe(json));
});

describe('one document', () => {
  it.each(['---\na: 1', '---\na: 1\n...\n', '# why\n---\na: 1\n'])('may have its marks: %j', async (text) => {
    expect(await parseMapping(text, 'text')).toEqual({ a: '1' });
  });
});

describe('JSON', () => {
  it.each([
    '{"a":1,"b":"1","c":true,"d":null,"e":[1.5],"f":{"g":{}}}',
    '{"a":12345678901234567890,"b":1.10,"c":1.0,"d":1e3,"e":-0}',
    '{"__proto__":{"x":1}}',
  ])('%s keeps its types and digits', async (text) => {
    expect(await sent(text, 'text')).toBe(text);
    expect(await sent(text, 'typed')).toBe(text);
  });
});

describe('what is no mapping', () => {
  it.each([
    '[1]',
    '"a"',
    '12',
    'null',
    'true',
    '- a\n- b',
    'just text',
    '# nothing',
    '{"a":1',
    'a: b: c',
    'a: 1\na: 2',
    '*x',
    'a: 1\n---\nb: 2',
    '--- {a: 1}\n--- {b: 2}\n',
    'a: [',
    '\ta: 1',
  ])('%j is refused', async (text) => {
    for (const scalars of ['text', 'typed'] as const)
      await expect(parseMapping(text, scalars)).rejects.toBeInstanceOf(NotAMapping);
  });

  it.each(['a: .inf', 'a: -.inf', 'a: .nan'])('%j cannot be sent with types', async (text) => {
    await expect(parseMapping(text, 'typed')).rejects.toBeInstanceOf(NotAMapping);
  });

  it.each([
    ['mappings', '{"a":', '}'],
    ['lists', '[', ']'],
  ])('includes %s that are nested too deep', async (_what, open, close) => {
    const deep = `{"b":${open.repeat(100_000)}1${close.repeat(100_000)}}`;
    for (const scalars of ['text', 'typed'] as const)
      await expect(parseMapping(deep, scalars)).rejects.toBeInstanceOf(NotAMapping);
  });

  it('is a mapping or is refused, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('text', 'typed'),
        async (text, scalars) => {
          const value = await parseMapping(text, scalars).catch((error: unknown) => error);
          expect(value instanceof NotAMapping || typeof value === 'object').toBe(true);
          if (value instanceof Error) expect(value).toBeInstanceOf(NotAMapping);
        },
      ),
    );
  });
});
