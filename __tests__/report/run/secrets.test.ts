import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { DataFlowError } from '../../../src/dataflow/errors.ts';
import { decodeExecution, decodeJob } from '../../../src/dataflow/model.ts';
import type { Ending, Result } from '../../../src/execution/outcome.ts';
import { readRunConfig } from '../../../src/inputs/run.ts';
import { ProgressLog } from '../../../src/report/run/progress-log.ts';
import { report } from '../../../src/report/run/report.ts';
import { actionsRunner } from '../../../src/runner/runner.ts';
import { givenTexts } from '../../../src/text/given-texts.ts';
import { oneLine, shortened } from '../../../src/text/plain.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { sourceOf } from '../../support/inputs.ts';
import { partsShown, runnerMasker } from '../../support/runner-masker.ts';
import { around, secret } from '../../support/secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-'));
const summary = join(folder, 'summary');
const before = { ...process.env };
let printed = '';
const runner = actionsRunner();

beforeEach(() => {
  process.env['GITHUB_STEP_SUMMARY'] = summary;
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...before };
  givenTexts.clear();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the inputs hold: the secret within a value of parameters, of jobCondition.parameters and of another option. */
/** A fence of backticks, longer than those in the text, would be taken for a part of a secret with backticks. */
const CODE_FENCE = /^`{3,}(?:text)?$/gm;
const inputsWith = (value: string) => ({
  accessKey: 'A',
  secretKey: 'S',
  jobId: 'job1',
  parameters: `$day: 2025-03-21\n$url: ${JSON.stringify(value)}\n`,
  jobCondition: JSON.stringify({ scriptPath: value, conf: { a: [value] }, parameters: { pw: value } }),
});

/** How a service may repeat a value. */
const echoes = [
  (value: string) => `parameters: ${value} is not allowed`,
  (value: string) => JSON.stringify({ detail: { url: value } }),
  (value: string) => `${'x'.repeat(250)} ${value} ${value}`,
];

const endings = (text: string): [Ending, string?][] => {
  const error = new DataFlowError('refused', {
    operation: 'executeJob',
    status: 400,
    code: 'bad',
    serviceMessage: shortened(oneLine(text), 300),
  });
  return [
    [{ kind: 'refused', error, missing: [] }],
    [{ kind: 'dry-run' }],
    [{ kind: 'failed' }, shortened(text, 300)],
    [{ kind: 'completed' }],
  ];
};

/** Prints all that a step may, and returns its log (commands decoded, as the runner does) and its summary. */
async function shownBy(value: string): Promise<string> {
  printed = '';
  writeFileSync(summary, '');
  givenTexts.clear();
  const config = await readRunConfig(sourceOf(inputsWith(value)).source);
  const { jobCondition, parameters = {} } = config;
  const condition = { jobCondition, origins: { scriptPath: 'saved' } } as const;
  new ProgressLog(runner.log, new FakeClock()).onExecution({
    kind: 'prepared',
    jobId: 'job1',
    job: decodeJob({ jobId: 'job1', name: 'job001', status: 'RUNNABLE' }),
    condition,
    parameterNames: Object.keys(parameters),
    typical: undefined,
  });
  for (const echo of echoes)
    for (const [ending, reason] of endings(echo(value))) {
      const lines = echo(value)
        .split('\n')
        .map((line) => shortened(line, 2000));
      const result = {
        state: 'followed',
        ending,
        jobId: 'job1',
        jobExecutionId: 'execution1',
        how: 'started',
        attempts: 1,
        execution: decodeExecution({ jobExecutionId: 'execution1', status: 'FAILED' }),
        condition,
        parameterNames: Object.keys(parameters),
      } as Result;
      const consoleLog = { kind: 'read', lines, isWhole: true } as const;
      report(runner, result, { consoleLog, reason } as never, { failOnError: true, summary: true });
    }
  const log = printed.replace(/%0A/g, '\n').replace(/%0D/g, '\r').replace(/%25/g, '%');
  return `${log}\n${readFileSync(summary, 'utf8')}`;
}

describe('a secret within parameters and options', () => {
  it('is masked or not there in all that a step shows, also where the service repeats it', async () => {
    const harmless = await shownBy('nothing of interest');
    await fc.assert(
      fc.asyncProperty(secret, around, async (hidden, [start, end]) => {
        const shown = (await shownBy(`${start}${hidden}${end}`)).replace(CODE_FENCE, '');
        expect(partsShown(hidden, runnerMasker(hidden)(shown), harmless)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves the names of parameters, and what the service says about them', async () => {
    const shown = await shownBy('sales_raw');
    expect(shown).toContain('parameters: $day, $url\n');
    expect(shown).toContain('| `$day` |\n| `$url` |');
    expect(shown).toContain('"$day": "(value not shown)"');
    expect(shown).toContain('parameters: `sales_raw` is not allowed');
    expect(shown).not.toContain('2025-03-21');
  });
});
