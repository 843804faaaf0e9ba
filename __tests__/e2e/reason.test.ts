import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { REASON_CASES } from '../console-log/reasons.ts';
import { errors, run } from './step.ts';

/** One of each way to the reason: Python, SQL, Java, memory before a lost gateway, a kill, JSON, Korean, none; what was survived. */
const KINDS = [
  'destructor-after-the-error',
  'parse-exception-3.3',
  'java-main',
  'memory-before-lost-gateway',
  'kubernetes-137',
  'json-java',
  'java-main-korean',
  'executor-lost-only',
  'survived-exit-137-mentioned',
  'survived-java-main',
  'kubernetes-executor-lost',
  'table-with-errors',
];

describe('the annotation of a failed execution', () => {
  it.concurrent.each(KINDS)('shows the reason of a log of the kind %s, or none', async (kind) => {
    const { lines = [], expected } = REASON_CASES.find(({ name }) => name === kind) ?? {};
    const plan = { readyMs: 0, runningMs: 100, final: 'FAILED', consoleLog: lines.join('\n') } as const;
    await using simulator = await startSimulator({ plan });
    const [annotation = ''] = errors(await run(simulator));
    const reason = /The console log says: (.+)/.exec(annotation)?.[1];
    expect(reason === undefined ? 'No reason.' : `Reason: ${reason}`).toBe(expected);
  });
});
