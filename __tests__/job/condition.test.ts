import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isEmpty, mergeCondition, missingFields } from '../../src/job/condition.ts';

const field = fc.constantFrom('nrn', 'scriptPath', 'logPath', 'numWorker', 'timeout', 'workerType', 'x', 'y');
const value = fc.constantFrom<unknown>('', ' ', null, undefined, 'text', 0, 5, false, [], { a: 1 });
const conditions = fc.dictionary(field, value);

describe('merged options', () => {
  it('are what was given, and what was saved for the rest', () => {
    const given = { numWorker: 3, extra: { a: 1 } };
    const saved = { numWorker: 2, timeout: 2880, nrn: '', logPath: null, workerType: 'DEFAULT' };
    expect(mergeCondition(given, saved)).toEqual({
      jobCondition: { timeout: 2880, workerType: 'DEFAULT', numWorker: 3, extra: { a: 1 } },
      origins: { timeout: 'saved', workerType: 'saved', numWorker: 'input', extra: 'input' },
    });
  });

  it('have every given value', () => {
    fc.assert(
      fc.property(conditions, conditions, (given, saved) => {
        expect(mergeCondition(given, saved).jobCondition).toMatchObject(given);
      }),
    );
  });

  it('have a saved value exactly where it is not empty and none was given', () => {
    fc.assert(
      fc.property(conditions, conditions, (given, saved) => {
        const { jobCondition } = mergeCondition(given, saved);
        for (const [name, kept] of Object.entries(saved)) {
          if (Object.hasOwn(given, name)) continue;
          expect(Object.hasOwn(jobCondition, name)).toBe(!isEmpty(kept));
          if (!isEmpty(kept)) expect(jobCondition[name]).toBe(kept);
        }
      }),
    );
  });

  it('hold no other value, and name the origin of each', () => {
    fc.assert(
      fc.property(conditions, conditions, (given, saved) => {
        const { jobCondition, origins } = mergeCondition(given, saved);
        expect(Object.keys(origins).sort()).toEqual(Object.keys(jobCondition).sort());
        for (const name of Object.keys(jobCondition))
          expect(origins[name]).toBe(Object.hasOwn(given, name) ? 'input' : 'saved');
      }),
    );
  });

  it.each(['constructor', 'toString', '__proto__'])('have a saved field named %s as any other', (name) => {
    const saved = JSON.parse(`{"${name}":1}`);
    const { jobCondition, origins } = mergeCondition({ numWorker: 3 }, saved);
    expect(Object.entries(jobCondition)).toEqual([
      [name, 1],
      ['numWorker', 3],
    ]);
    expect(Object.entries(origins)).toEqual([
      [name, 'saved'],
      ['numWorker', 'input'],
    ]);
    expect(mergeCondition(saved, { ...saved, a: 1 }).origins).toEqual(
      JSON.parse(`{"${name}":"input","a":"saved"}`),
    );
  });

  it('leave both sides as they were', () => {
    const given = Object.freeze({ a: 1 });
    const saved = Object.freeze({ b: 2 });
    expect(() => mergeCondition(given, saved)).not.toThrow();
  });
});

describe('missing fields', () => {
  it.each([
    [{}, ['nrn', 'scriptPath', 'logPath']],
    [{ nrn: ' ', scriptPath: null, logPath: 'x' }, ['nrn', 'scriptPath']],
    [{ nrn: 'a', scriptPath: 'b', logPath: 'c' }, []],
  ])('of %j are %j', (jobCondition, missing) => expect(missingFields(jobCondition)).toEqual(missing));
});
