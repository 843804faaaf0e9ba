import { describe, expect, it } from '@jest/globals';
import { readJobCondition, readParameters } from '../../src/inputs/job-condition.ts';
import { stringifyJson } from '../../src/text/json.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

async function conditionOf(jobCondition: string) {
  const { reader } = sourceOf({ jobCondition });
  const value = await readJobCondition(reader);
  return { value, problems: await problemsOf(() => reader.finish()) };
}
async function parametersOf(parameters: string) {
  const { reader } = sourceOf({ parameters });
  const value = await readParameters(reader);
  return { value, problems: await problemsOf(() => reader.finish()) };
}

describe('jobCondition', () => {
  it.each(['', ' \n', '{}'])('%j gives nothing', async (text) => {
    expect(await conditionOf(text)).toEqual({ value: {}, problems: [] });
  });

  it.each([
    ['numWorker: 2', { numWorker: 2 }],
    ['numWorker: 10', { numWorker: 10 }],
    ['numWorker: "3"', { numWorker: 3 }],
    ['numWorker: 3.0', { numWorker: 3 }],
    ['{"numWorker":"4"}', { numWorker: 4 }],
    ['timeout: 1\nnumWorker: 2', { timeout: 1, numWorker: 2 }],
    ['timeout: 1440', { timeout: 1440 }],
    ['numWorker:\ntimeout: ""', {}],
    ['nrn: ""\nlogPath:\nscriptPath: null', { scriptPath: 'null' }],
    ['nrn: nrn:PUB:IAM::1:Role/x', { nrn: 'nrn:PUB:IAM::1:Role/x' }],
    ['scriptPath: 00123', { scriptPath: '00123' }],
    ['workerType: yes', { workerType: 'yes' }],
    ['{"scriptPath":" a/b "}', { scriptPath: 'a/b' }],
  ])('%j is %j', async (text, value) => {
    expect(await conditionOf(text)).toEqual({ value, problems: [] });
  });

  it.each([
    ['numWorker', '1', '2 to 10'],
    ['numWorker', '11', '2 to 10'],
    ['numWorker', '2.5', '2 to 10'],
    ['numWorker', 'many', '2 to 10'],
    ['numWorker', 'true', '2 to 10'],
    ['numWorker', '[3]', '2 to 10'],
    ['timeout', '0', '1 to 1440'],
    ['timeout', '1441', '1 to 1440'],
    ['timeout', '1h', '1 to 1440'],
    ['timeout', '-5', '1 to 1440'],
  ])('%s cannot be %s: %s', async (field, value, range) => {
    const { problems } = await conditionOf(`${field}: ${value}`);
    expect(problems).toEqual([expect.stringContaining(`jobCondition.${field}: "${value}" is not allowed`)]);
    expect(problems[0]).toContain(range);
  });

  it.each(['12345678901234567890', 'A-SECRET'])('repeats %s in no problem', async (value) => {
    expect((await conditionOf(`numWorker: ${value}`)).problems).toEqual([
      'jobCondition.numWorker: the value (not shown) is not allowed; give a whole number from 2 to 10.',
    ]);
  });

  it.each([
    ['numworker: 4', 'numworker', 'numWorker'],
    ['num_worker: 4', 'num_worker', 'numWorker'],
    ['NumWorkers: 4', 'NumWorkers', 'numWorker'],
    ['timeOut: 5', 'timeOut', 'timeout'],
    ['scriptpath: a', 'scriptpath', 'scriptPath'],
    ['{"parameter":{}}', 'parameter', 'parameters'],
    ['NRN: a', 'NRN', 'nrn'],
  ])('%s is sent as it is, with a warning', async (text, field, meant) => {
    const { reader, warnings } = sourceOf({ jobCondition: text });
    expect(Object.keys(await readJobCondition(reader))).toEqual([field]);
    expect(warnings).toEqual([
      `jobCondition: ${field} is sent as it is, but is not documented; did you mean ${meant}?`,
    ]);
  });

  it.each(['maxRetries: 1', 'sparkConf: {}', 'script: a', 'path: b'])('%s gets no warning', async (text) => {
    const { reader, warnings } = sourceOf({ jobCondition: text });
    await readJobCondition(reader);
    expect(warnings).toEqual([]);
  });

  it.each(['{"nrn":7}', '{"logPath":["a"]}', 'scriptPath:\n  a: b'])('%j is not text', async (text) => {
    expect((await conditionOf(text)).problems).toEqual([expect.stringMatching(/give text\.$/)]);
  });

  it('keeps unknown fields, with their types', async () => {
    const { value } = await conditionOf('sparkConf: {a.b: 1}\nmaxRetries: 3\nfast: true\nempty: ""');
    expect(value).toEqual({ sparkConf: { 'a.b': 1 }, maxRetries: 3, fast: true, empty: '' });
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'keeps a field named %s as any other',
    async (field) => {
      const { value, problems } = await conditionOf(`{"${field}":{"a":1},"numWorker":3}`);
      expect(problems).toEqual([]);
      expect(stringifyJson(value)).toBe(`{"${field}":{"a":1},"numWorker":3}`);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    },
  );

  it('keeps every digit of a big integer', async () => {
    const { value } = await conditionOf('seed: 12345678901234567890');
    expect(stringifyJson(value)).toBe('{"seed":12345678901234567890}');
  });

  it('has parameters in YAML as the text that was written', async () => {
    const { value } = await conditionOf('numWorker: 3\nparameters:\n  a: 1.10\n  b: 00123\n  c: yes\n  d:');
    expect(value).toEqual({ numWorker: 3, parameters: { a: '1.10', b: '00123', c: 'yes', d: '' } });
  });

  it('has parameters in JSON with their types', async () => {
    expect((await conditionOf('{"parameters":{"a":1,"b":true}}')).value).toEqual({
      parameters: { a: 1, b: true },
    });
  });

  it.each(['[1]', 'text', 'a: ['])('%j is one problem', async (text) => {
    expect((await conditionOf(text)).problems).toEqual([
      expect.stringMatching(/^jobCondition: (line 1: .*; |it is not a mapping of names to values; write )/),
    ]);
  });
});

describe('parameters', () => {
  it.each(['', '{}', ' '])('%j are none', async (text) => {
    expect(await parametersOf(text)).toEqual({ value: undefined, problems: [] });
  });

  it('in YAML are the text that was written', async () => {
    const text = 'a: 1.10\nb: 00123\nc: 2025-03-21\nd: yes\n$e: null\nf:';
    expect((await parametersOf(text)).value).toEqual({
      a: '1.10',
      b: '00123',
      c: '2025-03-21',
      d: 'yes',
      $e: 'null',
      f: '',
    });
  });

  it('in JSON have their types and digits', async () => {
    const text = '{"a":1,"b":true,"c":null,"d":12345678901234567890,"e":"1"}';
    expect(stringifyJson((await parametersOf(text)).value)).toBe(text);
  });

  it.each(['day: ""', 'day:', 'day: " "', '{"day":null}', '{"day":""}'])(
    '%j are sent, with a warning that names the empty one',
    async (text) => {
      const { reader, warnings } = sourceOf({ parameters: text });
      expect(await readParameters(reader)).toHaveProperty('day');
      expect(warnings).toEqual(['parameters: day has no value; it is sent empty.']);
    },
  );

  it('in jobCondition get the same warning', async () => {
    const { reader, warnings } = sourceOf({ jobCondition: 'parameters:\n  day:\n  a: b' });
    await readJobCondition(reader);
    expect(warnings).toEqual(['jobCondition.parameters: day has no value; it is sent empty.']);
  });

  it('that are all indented by the same are all read', async () => {
    const value = (await parametersOf('  $day:\n  $table: x\n')).value;
    expect(value).toEqual({ $day: '', $table: 'x' });
  });

  it.each(['[1]', 'text', 'a: ['])('%j are one problem', async (text) => {
    expect((await parametersOf(text)).problems).toEqual([expect.stringMatching(/^parameters: /)]);
  });
});
