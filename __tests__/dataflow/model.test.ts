import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeAccepted, decodeExecution, decodeJob, decodeList } from '../../src/dataflow/model.ts';
import { parseJson } from '../../src/text/json.ts';

const documented = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../api/documented/${name}.response.json`, import.meta.url), 'utf8'));

describe('an execution', () => {
  it('is read from the documented start', () => {
    expect(decodeExecution(documented('execute-job'))).toMatchObject({
      jobExecutionId: expect.any(String),
      status: expect.stringMatching(/./),
    });
  });

  it('is read from the documented list', () => {
    const executions = decodeList(decodeExecution)(documented('get-job-executions'));
    expect(executions.length).toBeGreaterThan(0);
    for (const execution of executions) expect(execution.status).toMatch(/./);
  });

  it.each([{ a: '1' }, [], null])('has parsedParameters %j as they are', (parsedParameters) => {
    expect(decodeExecution({ jobExecutionId: 'e', parsedParameters }).parsedParameters).toEqual(
      parsedParameters,
    );
  });

  it('needs no more than its id', () => {
    expect(decodeExecution({ jobExecutionId: 'e' })).toEqual({
      jobExecutionId: 'e',
      status: '',
      raw: { jobExecutionId: 'e' },
    });
  });

  it.each([
    ['status', 7, ''],
    ['status', null, ''],
    ['jobName', '', undefined],
    ['endDate', null, undefined],
    ['startDate', 1742523174000, undefined],
    ['runningTime', '14', undefined],
    ['jobCondition', [], undefined],
    ['jobCondition', 'x', undefined],
  ] as const)('with %s %j counts that as absent', (field, value, read) => {
    const execution = decodeExecution({ jobExecutionId: 'e', [field]: value });
    expect(execution[field]).toBe(read);
    expect(execution.raw[field]).toEqual(value);
  });

  it.each([
    ['14', 14],
    ['14.0', 14],
    ['1.5', 1.5],
    ['1e3', 1_000],
    ['1e400', undefined],
    ['"14"', undefined],
    ['[14]', undefined],
    ['null', undefined],
  ])('has the number %s, however it is written, as %p', (written, read) => {
    const execution = decodeExecution(parseJson(`{"jobExecutionId":"e","runningTime":${written}}`));
    expect(execution.runningTime).toBe(read);
  });

  it('keeps a status that nobody knows', () => {
    expect(decodeExecution({ jobExecutionId: 'e', status: 'PAUSED' }).status).toBe('PAUSED');
  });

  it.each([
    ['7', '7'],
    ['12345678901234567890', '12345678901234567890'],
    ['"7"', '7'],
  ])('has the id %s as the text %s', (written, id) => {
    expect(decodeExecution(parseJson(`{"jobExecutionId":${written}}`)).jobExecutionId).toBe(id);
  });

  it.each([
    null,
    [],
    'e',
    true,
    {},
    { jobExecutionId: '' },
    { jobExecutionId: true },
    { jobExecutionId: [7] },
  ])('cannot be read from %j', (json) => expect(() => decodeExecution(json)).toThrow());

  it('is never read from JSON without an id, whatever else it holds', () => {
    const isId = (value: unknown) => ['string', 'number'].includes(typeof Object(value)['jobExecutionId']);
    const json = fc.jsonValue().filter((value) => !isId(value));
    fc.assert(fc.property(json, (value) => expect(() => decodeExecution(value)).toThrow()));
  });
});

describe('a job', () => {
  it.each(['create-job', 'get-job', 'update-job-execute-config'])('is read from documented %s', (name) => {
    expect(decodeJob(documented(name))).toMatchObject({
      jobId: expect.any(String),
      savedCondition: { numWorker: expect.any(Number) },
    });
  });

  it.each([
    ['runCondition', { runCondition: { numWorker: 3 } }, { numWorker: 3 }],
    ['jobCondition where there is no runCondition', { jobCondition: { numWorker: 4 } }, { numWorker: 4 }],
    ['runCondition where both are', { runCondition: { a: 1 }, jobCondition: { a: 2 } }, { a: 1 }],
    ['jobCondition where runCondition is null', { runCondition: null, jobCondition: { a: 2 } }, { a: 2 }],
    ['nothing', {}, {}],
    ['nothing from a list', { runCondition: [] }, {}],
  ])('has its saved options from %s', (_what, fields, saved) => {
    expect(decodeJob({ jobId: 'j', ...fields }).savedCondition).toEqual(saved);
  });

  it.each(['DATAFLOW', 'VISUAL', 'SCRIPT'])('may be of type %s', (type) => {
    expect(decodeJob({ jobId: 'j', type }).type).toBe(type);
  });
});

describe('a list', () => {
  it('that is null is empty', () => expect(decodeList(decodeJob)({ list: null })).toEqual([]));

  it.each([{}, { list: {} }, { list: 'x' }, [], null])('cannot be read from %j', (json) => {
    expect(() => decodeList(decodeJob)(json)).toThrow();
  });

  it('with an entry that has no id cannot be read: what is searched for might be that one', () => {
    expect(() => decodeList(decodeExecution)({ list: [{ jobExecutionId: 'e' }, {}] })).toThrow();
  });

  it('is read whatever its count, page and limit say', () => {
    const list = { list: [{ jobId: 'j' }], count: 0, page: 9, limit: 'x' };
    expect(decodeList(decodeJob)(list)).toHaveLength(1);
  });
});

describe('the response to a request to cancel', () => {
  it.each(['true', 'null', '{}', '"OK"', '[]', '7'])('%s takes it', (json) => {
    expect(() => decodeAccepted(parseJson(json))).not.toThrow();
  });

  it.each([
    'false',
    '{"error":{"errorCode":"410"}}',
    '{"errorCode":"410","message":"no"}',
    '{"errorType":"bad-state"}',
  ])('%s does not', (json) => {
    expect(() => decodeAccepted(parseJson(json))).toThrow('not accepted');
  });
});
