import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settingsDifferences } from '../../src/job/difference.ts';
import { type JsonObject, parseJson } from '../../src/text/json.ts';

describe('saved and wanted settings', () => {
  it.each([
    [{ numWorker: 2 }, { numWorker: '2' }],
    [{ timeout: '360' }, { timeout: 360 }],
    [{ nrn: '' }, {}],
    [{ a: null }, { a: '  ' }],
    [{ list: [1, '2'] }, { list: ['1', 2] }],
    [{ parameters: { b: '1', a: 2 } }, { parameters: { a: '2', b: '1' } }],
    [{ big: parseJson('12345678901234567890') }, { big: '12345678901234567890' }],
    [{}, { nobodyAsked: 1 }],
    [{ ratio: parseJson('2.0') }, { ratio: 2 }],
    [{ list: [], map: {} }, {}],
  ] as [JsonObject, JsonObject][])('%j and %j are equal', (wanted, saved) => {
    expect(settingsDifferences(wanted, saved)).toEqual([]);
  });

  it.each([
    [{ scriptPath: 'a/b/' }, { scriptPath: 'a/b' }],
    [{ version: '1.10' }, { version: 1.1 }],
    [{ code: '007' }, { code: 7 }],
    [{ flag: true }, { flag: 'true' }],
    [{ list: [1] }, { list: [1, 2] }],
    [{ name: 'A' }, { name: 'a' }],
    [{ text: 'a ' }, { text: 'a' }],
    [{ constructor: 'x' }, {}],
    [{ big: parseJson('12345678901234567890') }, { big: parseJson('12345678901234567891') }],
  ] as [JsonObject, JsonObject][])('%j and %j differ', (wanted, saved) => {
    expect(settingsDifferences(wanted, saved)).toHaveLength(1);
  });

  it('are compared entry by entry inside a mapping', () => {
    const found = settingsDifferences(
      { parameters: { same: 1, other: 'b', added: 'c' } },
      { parameters: { same: '1', other: 'a', gone: 'd' } },
    );
    expect(found).toEqual([
      { path: ['jobCondition', 'parameters', 'other'], saved: 'a', wanted: 'b' },
      { path: ['jobCondition', 'parameters', 'added'], saved: undefined, wanted: 'c' },
      { path: ['jobCondition', 'parameters', 'gone'], saved: 'd', wanted: undefined },
    ]);
  });

  it('agree when they are the same, whatever they are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (settings) => {
        expect(settingsDifferences(settings as JsonObject, settings as JsonObject)).toEqual([]);
      }),
    );
  });
});
