import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Descriptions, type Recorded } from '../../src/github/description.ts';
import { IDENTITY, SECRET_KEY } from './statuses.ts';

const ours = new Descriptions(SECRET_KEY, IDENTITY);

const text = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('0', '1', '["', '","'));
const identity = fc.record({ runId: text, job: text, step: text, matrixIndex: text, jobId: text });
const number = fc.integer({ min: 1, max: 999_999 });
const withExecution = fc.record({
  attempt: number,
  sequence: number,
  jobExecutionId: fc.stringMatching(/^[\w:.[\]-]{1,60}$/),
  origin: fc.constantFrom('started' as const, 'attached' as const),
});
const without = fc.record({
  attempt: number,
  sequence: number,
  jobExecutionId: fc.constant(''),
  origin: fc.constant('none' as const),
});
const record: fc.Arbitrary<Recorded> = fc.oneof(withExecution, without);
const state = fc.oneof(fc.constantFrom('COMPLETED', 'unknown', 'x [1.1 aaaaaaaaaaaaaaaaaaaa]'), fc.string());

describe('a description', () => {
  it('is read as it was written, fits into 140 characters and is one line', () => {
    fc.assert(
      fc.property(identity, record, state, (of, recorded, said) => {
        const descriptions = new Descriptions(SECRET_KEY, of);
        const description = descriptions.write(recorded, said);
        expect(descriptions.read(description)).toEqual(recorded);
        expect(description.length).toBeLessThanOrEqual(140);
        expect(description).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a step with another identity does not verify, whatever part of it differs', () => {
    fc.assert(
      fc.property(identity, identity, record, (one, other, recorded) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const description = new Descriptions(SECRET_KEY, one).write(recorded, 'RUNNING');
        expect(new Descriptions(SECRET_KEY, other).read(description)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('of a step whose names only divide the same text in another place does not verify', () => {
    const separator = fc.constantFrom(',', '","', '"', '\n', '.', ' ', '');
    const recorded = { attempt: 1, sequence: 1, jobExecutionId: 'x', origin: 'started' } as const;
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), separator, (a, b, c, between) => {
        const one = { ...IDENTITY, job: [a, b].join(between), step: c };
        const other = { ...IDENTITY, job: a, step: [b, c].join(between) };
        fc.pre(one.job !== other.job);
        const description = new Descriptions(SECRET_KEY, one).write(recorded, 'RUNNING');
        expect(new Descriptions(SECRET_KEY, other).read(description)).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('made with another secret key does not verify', () => {
    fc.assert(
      fc.property(record, fc.string({ minLength: 1 }), (recorded, key) => {
        fc.pre(key !== SECRET_KEY);
        expect(ours.read(new Descriptions(key, IDENTITY).write(recorded, 'RUNNING'))).toBeUndefined();
      }),
    );
  });

  it('does not verify once its record was changed in one place', () => {
    fc.assert(
      fc.property(record, record, (genuine, wanted) => {
        const code = ours.write(genuine, 'RUNNING').slice(-21);
        const forged = `${ours.write(wanted, 'RUNNING').slice(0, -21)}${code}`;
        fc.pre(forged !== ours.write(genuine, 'RUNNING'));
        expect(ours.read(forged)).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it('of somebody else is not read, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (said) => {
        expect(ours.read(said)).toBeUndefined();
        expect(ours.read(`Execution ${said}: RUNNING [1.1 ${'a'.repeat(20)}]`)).toBeUndefined();
      }),
    );
  });

  it('shows the execution and its state to people', () => {
    const recorded = { attempt: 2, sequence: 3, jobExecutionId: 'x1', origin: 'started' } as const;
    expect(ours.write(recorded, 'COMPLETED')).toMatch(/^Execution x1: COMPLETED \[2\.3 [\w-]{20}\]$/);
    expect(ours.write({ ...recorded, jobExecutionId: '', origin: 'none' }, 'not_started')).toMatch(
      /^No execution: not_started \[2\.3 [\w-]{20}\]$/,
    );
  });
});
