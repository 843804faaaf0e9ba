import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../../src/inputs/reader.ts';
import { readRunJobsConfig } from '../../src/inputs/run-jobs.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';
import { LEAST_INPUTS, SHARED_DEFAULTS } from './least-inputs.ts';

const read = (inputs: Record<string, string>) =>
  readRunJobsConfig(sourceOf({ ...LEAST_INPUTS, ...inputs }).source);
const problems = (inputs: Record<string, string>) => problemsOf(() => read(inputs));
const entries = async (plan: string, more: Record<string, string> = {}) =>
  (await read({ plan, ...more })).entries;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-jobs-'));
});
afterAll(() => rm(folder, { recursive: true }));
const file = async (name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const ENTRY = { jobCondition: {}, parameters: undefined, needs: [], retries: 0 };

describe('the inputs of run-jobs', () => {
  it('have their defaults', async () => {
    expect(await read({})).toEqual({
      ...SHARED_DEFAULTS,
      entries: [{ ...ENTRY, name: 'load', jobId: 'j1' }],
      maxParallel: 4,
      onFailure: 'stop',
      onCancel: 'cancel',
    });
  });

  it.each([
    [{ plan: '' }, 'plan: not given; give plan, or planFile.'],
    [{ planFile: 'plan.yml' }, 'plan: given together with planFile; give one of them.'],
    [{ plan: '{}' }, 'plan: is empty; give at least one name with its jobId.'],
    [{ plan: '- a' }, 'plan: it is not a mapping of names to values'],
    [{ plan: '', planFile: 'no/such.yml' }, 'planFile: "no/such.yml" does not exist in '],
  ])('cannot be %j', async (inputs, problem) => {
    expect(await problems(inputs)).toEqual([expect.stringContaining(problem)]);
  });
});

describe('a plan', () => {
  const yaml = `
load_orders: { jobId: j1, retries: 2 }
load-items:
  jobId: 00123
  jobCondition: { numWorker: 4, nrn: 007, unknownFlag: true }
  parameters: { $day: 2026-11-01, $rate: 1.10 }
report:
  jobId: j3
  needs: [load_orders, load-items, load_orders]
publish: { jobId: j1, needs: report }`;
  const read4 = [
    { ...ENTRY, name: 'load_orders', jobId: 'j1', retries: 2 },
    {
      ...ENTRY,
      name: 'load-items',
      jobId: '00123',
      jobCondition: { numWorker: 4, nrn: '007', unknownFlag: true },
      parameters: { $day: '2026-11-01', $rate: '1.10' },
      retries: 1,
    },
    { ...ENTRY, name: 'report', jobId: 'j3', needs: ['load_orders', 'load-items'], retries: 1 },
    { ...ENTRY, name: 'publish', jobId: 'j1', needs: ['report'], retries: 1 },
  ];

  it('in YAML keeps texts as they were written, and takes retries from the input where an entry has none', async () => {
    expect(await entries(yaml, { retries: '1' })).toEqual(read4);
  });

  it('may be in a file', async () => {
    expect(await entries('', { planFile: await file('plan.yml', yaml), retries: '1' })).toEqual(read4);
  });

  it('in JSON keeps the types of parameters', async () => {
    const plan = '{"a": {"jobId": 12345678901234567890, "parameters": {"n": 1, "t": true}, "needs": []}}';
    expect(await entries(plan)).toEqual([
      { ...ENTRY, name: 'a', jobId: '12345678901234567890', parameters: { n: 1, t: true } },
    ]);
  });

  it('takes fields without a value as not given', async () => {
    expect(await entries('a: { jobId: j, needs: , retries: "", parameters: , jobCondition: {} }')).toEqual([
      { ...ENTRY, name: 'a', jobId: 'j' },
    ]);
  });

  it.each([
    ['a: { needs: [] }', 'plan: a.jobId: not given; it is required: the id of the job to run.'],
    ['a: { jobId: x y }', 'plan: a.jobId: "x y" is not allowed; give an id without white space'],
    ['a: { jobId: [x] }', 'plan: a.jobId: "["x"]" is not allowed'],
    ['a:', 'plan: a: is not a mapping with jobId and, optionally, jobCondition, parameters, needs, retries.'],
    ['a: j1', 'plan: a: is not a mapping with jobId'],
    [
      'a: { jobId: j, retries: 11 }',
      'plan: a.retries: "11" is not allowed; give a whole number from 0 to 10.',
    ],
    ['a: { jobId: j, retries: -1 }', 'plan: a.retries: "-1" is not allowed'],
    ['a: { jobId: j, retries: 1.0 }', 'plan: a.retries: "1.0" is not allowed'],
    [
      'a: { jobId: j, jobCondition: { numWorker: 1 } }',
      'plan: a.jobCondition.numWorker: "1" is not allowed; give a whole number from 2 to 10.',
    ],
    [
      'a: { jobId: j, jobCondition: [] }',
      'plan: a.jobCondition: "[]" is not allowed; give a mapping of options to values.',
    ],
    ['a: { jobId: j, parameters: s3cret }', 'plan: a.parameters: is not a mapping of names to values.'],
    [
      'a: { jobId: j, job_condition: {} }',
      'plan: a: "job_condition" is not known; did you mean jobCondition?',
    ],
    [
      'a: { jobId: j, dependsOn: b }',
      'plan: a: "dependsOn" is not known; known are jobId, jobCondition, parameters, needs, retries.',
    ],
    [
      'a: { jobId: j, needs: { b: c } }',
      'plan: a.needs: "{"b":"c"}" is not allowed; give a name of the plan, or a list of them.',
    ],
    ['a: { jobId: j, needs: [b, ""] }', 'plan: a.needs: "["b",""]" is not allowed'],
    ['a: { jobId: j, needs: b }', 'plan: "a" needs "b", and the plan has no such name'],
    ['a: { jobId: j, needs: a }', 'plan: the needs form a cycle, in which no run can be the first: a → a.'],
    ['{"a\\nb": {"jobId": "j"}}', 'plan: name: "a\nb" is not allowed; give 1 to 100 characters on one line'],
  ])('cannot be %j', async (plan, problem) => {
    expect(await problems({ plan })).toEqual([expect.stringContaining(problem)]);
  });

  it('with many problems is refused with all of them together, and with those of the other inputs', async () => {
    const plan = 'a: { needs: [c] }\nb: { jobId: j, needs: b, retries: x }\nd: 7';
    const all = await problems({ plan, maxParallel: '0' });
    expect(all).toEqual([
      expect.stringMatching(/^maxParallel:/),
      expect.stringMatching(/^plan: a\.jobId:/),
      expect.stringMatching(/^plan: b\.retries:/),
      expect.stringMatching(/^plan: d:/),
      expect.stringMatching(/^plan: "a" needs "c"/),
      expect.stringMatching(/cycle.*: b → b\.$/),
    ]);
  });

  it('in a file has problems that name the file', async () => {
    const path = await file('wrong.yml', 'a: {}');
    expect(await problems({ plan: '', planFile: path })).toEqual([
      expect.stringContaining(`${path}: a.jobId:`),
    ]);
  });

  it('of any shape is read or refused, and nothing else happens', async () => {
    const value = fc.oneof(
      fc.constantFrom('a', 'b', '', 1, 11, null, ['a'], ['a', 'b'], {}, { numWorker: 3 }, [[1]]),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const entry = fc.oneof(
      fc.record(
        { jobId: value, jobCondition: value, parameters: value, needs: value, retries: value, other: value },
        { requiredKeys: [] },
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', ' x'), entry),
        async (plan) => {
          try {
            const read = await entries(JSON.stringify(plan));
            for (const { needs, retries } of read) {
              expect(retries).toBeLessThanOrEqual(10);
              for (const need of needs) expect(Object.hasOwn(plan, need)).toBe(true);
            }
          } catch (error) {
            if (!(error instanceof InputError)) throw error;
            expect(error.problems.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
