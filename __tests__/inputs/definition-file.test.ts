import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readCreateJobConfig } from '../../src/inputs/create-job.ts';
import { stringifyJson } from '../../src/text/json.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'definition-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keys = { accessKey: 'a', secretKey: 'b' };
const nodes = `nodes:
  - {id: 1697771234567, type: SOURCE_OBS, name: 입력}
  - {id: 1697771234568, type: TARGET_OBS, name: 출력, parentNodeIds: [1697771234567], ratio: 0.50, regionNo: "1"}
`;

function file(content: string | Buffer, name = 'job.yml'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const read = (inputs: Record<string, string>) => readCreateJobConfig(sourceOf({ ...keys, ...inputs }).source);
const problems = (inputs: Record<string, string>) => problemsOf(() => read(inputs));

describe('a definition file', () => {
  it('arrives as it is, but for jobCondition', async () => {
    const text = `name: job001\ndescription: 매출\n${nodes}maxConcurrentRuns: 2\njobCondition: {numWorker: 3}\n`;
    const { name, definition, jobCondition, ifExists } = await read({ definition: file(text) });
    expect(name).toBe('job001');
    expect(JSON.parse(stringifyJson(definition))).toEqual({
      name: 'job001',
      description: '매출',
      maxConcurrentRuns: 2,
      nodes: [
        { id: 1697771234567, type: 'SOURCE_OBS', name: '입력' },
        {
          id: 1697771234568,
          type: 'TARGET_OBS',
          name: '출력',
          parentNodeIds: [1697771234567],
          ratio: 0.5,
          regionNo: '1',
        },
      ],
    });
    expect([jobCondition, ifExists]).toEqual([{ numWorker: 3 }, 'reuse']);
  });

  it('may be JSON, and keeps every digit', async () => {
    const text =
      '{"name":"job001","nodes":[{"id":12345678901234567890,"type":"SOURCE_A"},{"id":2,"type":"TARGET_A","parentNodeIds":[12345678901234567890]}]}';
    const { definition } = await read({ definition: file(text, 'job.json') });
    expect(stringifyJson(definition)).toBe(text);
  });

  it('may begin with a byte order mark', async () => {
    expect((await read({ definition: file(`\ufeffname: job001\n${nodes}`) })).name).toBe('job001');
  });

  it('has the name that the input gives', async () => {
    const { name, definition } = await read({ definition: file(`name: 1\n${nodes}`), name: 'job002' });
    expect([name, definition['name']]).toEqual(['job002', 'job002']);
  });

  it('has options that are read as the input jobCondition is', async () => {
    const text = `name: job001\n${nodes}jobCondition: {nrn: '', numWorker: "4", parameters: {v: 1.10, d: 2025-03-21}}\n`;
    expect((await read({ definition: file(text) })).jobCondition).toEqual({
      numWorker: 4,
      parameters: { v: '1.10', d: '2025-03-21' },
    });
  });

  it.each([
    ['is missing', () => join(folder, 'none.yml'), /none\.yml" does not exist in .*actions\/checkout/],
    [
      'is a directory',
      () => {
        mkdirSync(join(folder, 'jobs'), { recursive: true });
        return join(folder, 'jobs');
      },
      /is a directory; give the path of a file/,
    ],
    ['is not UTF-8', () => file(Buffer.from([0x6e, 0x3a, 0x20, 0xc7, 0xca, 0x0a])), /is not UTF-8/],
    ['is empty', () => file(''), /not a mapping of names to values/],
    ['is a list', () => file('- a\n- b\n'), /not a mapping of names to values/],
    [
      'is no YAML',
      () => file('name: job001\nnodes: [1, 2\nx: {'),
      /job\.yml: line 3: .*a bracket is not closed/,
    ],
    ['has a key twice', () => file(`name: a\nname: b\n${nodes}`), /job\.yml: line 2: a name occurs twice/],
    ['has no name', () => file(nodes), /has no name, and the input name is not given/],
    ['has a number as name', () => file(`name: 12345\n${nodes}`), /name: "12345" is not allowed/],
    [
      'has options that are a list',
      () => file(`name: job001\n${nodes}jobCondition: [1]`),
      /jobCondition: "\[1\]"/,
    ],
  ])('that %s is named', async (_, path, message) => {
    const found = await problems({ definition: path() });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it('is checked together with all other inputs', async () => {
    const text =
      'name: 1x\nnodes:\n  - {id: 1, type: X_Y, name: 필터}\njobCondition: {numWorker: 1, timeout: x}\n';
    const found = await problemsOf(() =>
      readCreateJobConfig(sourceOf({ definition: file(text), ifExists: 'maybe', apiUrl: 'x' }).source),
    );
    expect(found.map((problem) => problem.split(folder).at(-1))).toEqual([
      expect.stringMatching(/^accessKey: not given/),
      expect.stringMatching(/^secretKey: not given/),
      expect.stringMatching(/^apiUrl: "x"/),
      expect.stringMatching(/name: "1x" is not allowed/),
      expect.stringMatching(/"필터" \(1\) is no source \(X_Y\) and has no parent/),
      expect.stringMatching(/there is no source/),
      expect.stringMatching(/there is no target/),
      expect.stringMatching(/jobCondition\.numWorker: "1" is not allowed; give a whole number from 2 to 10/),
      expect.stringMatching(/jobCondition\.timeout: "x"/),
      expect.stringMatching(/^ifExists: "maybe"/),
    ]);
  });

  it('is required, and so is a correct name', async () => {
    expect(await problems({ name: '1' })).toEqual([
      expect.stringMatching(/^definition: not given/),
      expect.stringMatching(/^name: "1" is not allowed/),
    ]);
  });
});

describe('the type of a definition file', () => {
  it.each([
    ['absent', '', undefined],
    ['VISUAL', 'type: VISUAL\n', 'VISUAL'],
  ])('%s stays so', async (_what, line, type) => {
    const { definition } = await read({ definition: file(`name: job001\n${line}${nodes}`) });
    expect(definition['type']).toBe(type);
  });

  it.each(['', 'nodes: []\n', 'nodes:\n'])('SCRIPT needs no nodes (%j)', async (line) => {
    const { definition } = await read({ definition: file(`name: job001\ntype: SCRIPT\n${line}`) });
    expect(definition['type']).toBe('SCRIPT');
  });

  it('SCRIPT does not excuse a broken graph', async () => {
    const broken = nodes.replace('[1697771234567]', '[7]');
    const found = await problems({ definition: file(`name: job001\ntype: SCRIPT\n${broken}`) });
    expect(found.join()).toContain('has the parent 7, and no node has that id');
  });

  it.each([
    ['DATAFLOW', /VISUAL or SCRIPT \(DATAFLOW, the type of the 2025 edition, is VISUAL now\)/],
    ['visual', /type: "visual" is not allowed; give VISUAL or SCRIPT\./],
    ['3', /type: "3" is not allowed/],
  ])('%s is an error', async (type, message) => {
    const found = await problems({ definition: file(`name: job001\ntype: ${type}\n${nodes}`) });
    expect(found).toEqual([expect.stringMatching(message)]);
  });
});

describe('maxConcurrentRuns of a definition file', () => {
  it.each(['3', '"3"'])('%s goes out as an integer', async (written) => {
    const { definition } = await read({
      definition: file(`name: job001\nmaxConcurrentRuns: ${written}\n${nodes}`),
    });
    expect(stringifyJson(definition['maxConcurrentRuns'])).toBe('3');
  });

  it.each(['0', '-1', '1.5', 'many', 'true', '[1]'])('%s is an error', async (written) => {
    const found = await problems({
      definition: file(`name: job001\nmaxConcurrentRuns: ${written}\n${nodes}`),
    });
    expect(found).toEqual([expect.stringContaining('maxConcurrentRuns')]);
  });
});

describe('check', () => {
  const text = `name: job001\n${nodes}`;

  it.each(['false', 'true', 'report'])('may be %s', async (check) => {
    expect((await read({ definition: file(text), check })).check).toBe(check);
  });

  it('is false when it is not given, and nothing else is allowed', async () => {
    expect((await read({ definition: file(text) })).check).toBe('false');
    expect(await problems({ definition: file(text), check: 'yes' })).toEqual([
      'check: "yes" is not allowed; give one of false, true, report.',
    ]);
  });
});
