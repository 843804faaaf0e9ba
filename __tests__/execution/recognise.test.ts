import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ExecuteJob } from '../../src/dataflow/client.ts';
import type { Execution } from '../../src/dataflow/model.ts';
import type { Candidate } from '../../src/dataflow/search.ts';
import { listCandidates, sentStart } from '../../src/execution/recognise.ts';
import { clientOn, executionJson, serviceDate } from '../support/contexts.ts';
import { listed, scriptedService } from '../support/scripted-send.ts';

const old = executionJson({ jobExecutionId: 'old', status: 'COMPLETED' });

/** What is new in a list of these, beside one that was listed before. */
function candidates(
  start: Partial<ExecuteJob>,
  ...shown: Record<string, unknown>[]
): Promise<Candidate<Execution>[]> {
  const { client } = clientOn(scriptedService({ list: [listed(old, ...shown.map(executionJson))] }).send);
  const sent = sentStart('job1', { jobCondition: {}, ...start }, { ids: ['old'] }, client.digest);
  return listCandidates(client, sent, { once: true });
}

/** Whether an execution that shows these fields can be confirmed as the one of this start. */
async function isEqual(
  start: Partial<ExecuteJob>,
  fields: Record<string, unknown>,
): Promise<boolean | undefined> {
  const [candidate] = await candidates(start, fields);
  return candidate?.isEqual;
}

const condition = { nrn: 'nrn:1', numWorker: 3, scriptPath: 'b/scripts/', timeout: 360 };

describe('a new execution is equal to what was sent', () => {
  it.each<[string, Partial<ExecuteJob>, Record<string, unknown>]>([
    ['when it shows nothing', { jobCondition: condition, parameters: { a: '1' } }, {}],
    ['with the same options', { jobCondition: condition }, { jobCondition: condition }],
    ['with some of the options', { jobCondition: condition }, { jobCondition: { numWorker: 3 } }],
    [
      'with options that the service adds',
      { jobCondition: condition },
      { jobCondition: { consoleLogPath: 'x' } },
    ],
    ['with a number as text', { jobCondition: condition }, { jobCondition: { numWorker: '3' } }],
    ['with our triggerId', { triggerId: 't' }, { triggerId: 't' }],
    ['without a triggerId, though one was sent', { triggerId: 't' }, {}],
    ['with parameters shown as []', { parameters: { a: '1' } }, { parsedParameters: [] }],
    ['with parameters shown as null', { parameters: { a: '1' } }, { parsedParameters: null }],
    ['with parameters shown as {}', { parameters: { a: '1' } }, { parsedParameters: {} }],
    ['with the same parameters', { parameters: { a: 1 } }, { parsedParameters: { a: '1' } }],
    ['with a $ before a name', { parameters: { $a: '1' } }, { parsedParameters: { a: '1' } }],
    [
      'with parameters of jobCondition beside those of this execution',
      { jobCondition: { parameters: { a: '1', b: '2' } }, parameters: { a: '3' } },
      { parsedParameters: { a: '3', b: '2' } },
    ],
    ['dated long before it', {}, { createdDate: '2020-01-01T00:00:00+09:00' }],
    ['dated a day ahead', {}, { createdDate: serviceDate(86_400_000) }],
    ['without a date', {}, { createdDate: null }],
  ])('%s', async (_rule, start, fields) => {
    expect(await isEqual(start, fields)).toBe(true);
  });
});

describe('a new execution is a candidate that cannot be confirmed', () => {
  it.each<[string, Partial<ExecuteJob>, Record<string, unknown>]>([
    ['with a clamped numWorker', { jobCondition: { numWorker: 12 } }, { jobCondition: { numWorker: 10 } }],
    ['with True for true', { parameters: { full: 'true' } }, { parsedParameters: { full: 'True' } }],
    ['with a trigger of its own', {}, { triggerId: 'its-own' }],
    ['with another trigger', { triggerId: 't' }, { triggerId: 'u' }],
    ['with another role', { jobCondition: condition }, { jobCondition: { nrn: 'nrn:2' } }],
    [
      'with a file behind the path',
      { jobCondition: condition },
      { jobCondition: { scriptPath: 'b/scripts/a.py' } },
    ],
    [
      'with a path without its slash',
      { jobCondition: condition },
      { jobCondition: { scriptPath: 'b/scripts' } },
    ],
    ['with another timeout', { jobCondition: condition }, { jobCondition: { timeout: 2880 } }],
    ['with a number written otherwise', { parameters: { a: '1.10' } }, { parsedParameters: { a: 1.1 } }],
    [
      'with an expression worked out',
      { parameters: { d: '$date' } },
      { parsedParameters: { d: '20250321' } },
    ],
    ['without one of the parameters', { parameters: { a: '1', b: '2' } }, { parsedParameters: { a: '1' } }],
    [
      'with a parameter that was not sent',
      { parameters: { a: '1' } },
      { parsedParameters: { a: '1', b: '2' } },
    ],
    ['with parameters where none were sent', {}, { parsedParameters: { a: '1' } }],
    ['with another value of a parameter', { parameters: { a: '1' } }, { parsedParameters: { a: '2' } }],
    [
      'when there are too many options to keep',
      { parameters: Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`p${index}`, 'x'])) },
      {},
    ],
  ])('%s', async (_rule, start, fields) => {
    expect(await isEqual(start, fields)).toBe(false);
  });
});

describe('an execution that was listed before', () => {
  it('is no candidate, whatever else it shows', async () => {
    const fields = fc.record({
      createdDate: fc.option(fc.date({ noInvalidDate: true }).map(String)),
      triggerId: fc.option(fc.string()),
      jobCondition: fc.option(fc.dictionary(fc.string(), fc.jsonValue())),
      parsedParameters: fc.jsonValue(),
    });
    await fc.assert(
      fc.asyncProperty(fields, async (shown) => {
        expect(await candidates({}, { ...shown, jobExecutionId: 'old' })).toEqual([]);
      }),
    );
  });

  it('is in every list that counts: one that shows nothing of it is an error', async () => {
    const { client } = clientOn(scriptedService({ list: [listed(), listed(executionJson())] }).send);
    const sent = sentStart('job1', { jobCondition: {} }, { ids: ['old'] }, client.digest);
    const error = { kind: 'unreadable-response', retryable: true };
    await expect(listCandidates(client, sent, { once: true })).rejects.toMatchObject(error);
    await expect(listCandidates(client, sent, { once: true })).rejects.toMatchObject(error);
  });

  it('is not needed where the job had none', async () => {
    const { client } = clientOn(scriptedService({ list: [listed()] }).send);
    const sent = sentStart('job1', { jobCondition: {} }, { ids: [] }, client.digest);
    expect(await listCandidates(client, sent, { once: true })).toEqual([]);
  });
});

describe('what is kept of a start', () => {
  const { client } = clientOn(scriptedService({}).send);

  it('holds no value and no name of an option or a parameter', () => {
    const start = {
      jobCondition: { scriptPath: 'hush-path' },
      parameters: { $password: 'hush' },
      triggerId: 'hush-id',
    };
    const text = JSON.stringify(sentStart('job1', start, { ids: ['old'] }, client.digest));
    for (const secret of ['hush', 'password', 'scriptPath']) expect(text).not.toContain(secret);
  });

  it('cannot be compared by somebody without the key', () => {
    const start = { jobCondition: {}, parameters: { a: '1' } };
    const [one, other] = [client.digest, (text: string) => `other ${client.digest(text)}`].map((digest) =>
      sentStart('job1', start, { ids: [] }, digest),
    );
    expect(one?.digests).not.toEqual(other?.digests);
  });

  it('stays small whatever the values are: a jobCondition of 100 kB', () => {
    const start = {
      jobCondition: { big: 'x'.repeat(100_000), ...condition },
      parameters: { a: 'y'.repeat(100_000) },
    };
    expect(JSON.stringify(sentStart('job1', start, { ids: ['old'] }, client.digest)).length).toBeLessThan(
      1_000,
    );
  });
});
