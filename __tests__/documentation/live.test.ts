import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { scaledTime } from '../../scripts/scaled-time.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { ROOT } from './pages.ts';

const JOB_ID = 'gqigvHhTu7ra';
const RUNNABLE = { runCondition: { nrn: 'nrn:PUB:x', timeout: 360 } };

/** `npm run test:live`, in an environment that holds nothing else. */
async function live(variables: Record<string, string>): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/live.ts')], {
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { code: Number(code), output };
}

function variablesFor(simulator: Simulator): Record<string, string> {
  return {
    NCLOUD_ACCESS_KEY: simulator.accessKey,
    NCLOUD_SECRET_KEY: simulator.secretKey,
    DATA_FLOW_LIVE_API_URL: simulator.url,
    DATA_FLOW_LIVE_OBJECT_STORAGE_URL: simulator.objectStorageUrl,
    DATA_FLOW_LIVE_JOB_ID: JOB_ID,
  };
}

const started = (simulator: Simulator) =>
  simulator.executions.filter(({ startedBy }) => startedBy === 'request');

describe('npm run test:live', () => {
  it('sends nothing without keys, and says what is missing', async () => {
    const { code, output } = await live({});
    expect(code).toBe(0);
    expect(output).toMatch(
      /^Skipped: nothing was sent.*NCLOUD_ACCESS_KEY.*NCLOUD_SECRET_KEY.*DATA_FLOW_LIVE_JOB_ID/,
    );
  });

  it.each(['2025', '2026'] as const)('only reads by default, edition %s', async (edition) => {
    await using simulator = await startSimulator({ edition, history: 3, jobs: [RUNNABLE] });
    const { code, output } = await live(variablesFor(simulator));
    expect({ code, wrong: /\d+ wrong/.exec(output)?.[0] }).toEqual({ code: 0, wrong: '0 wrong' });
    expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(output).toContain('not tried executeJob');
  });

  it('starts one execution and cancels it with DATA_FLOW_LIVE_START=1', async () => {
    await using simulator = await startSimulator({
      history: 3,
      jobs: [RUNNABLE],
      plan: { readyMs: 0, runningMs: 3_600_000 },
    });
    const { code, output } = await live({ ...variablesFor(simulator), DATA_FLOW_LIVE_START: '1' });
    expect(code).toBe(0);
    expect(output).toContain('0 wrong');
    expect(started(simulator).map(({ status }) => status)).toEqual(['CANCELED']);
  });

  it.each([
    ['2025', { type: 'DATAFLOW' }, ['PATCH: updateJob was refused', 'PUT: is accepted and takes nodes']],
    [
      '2026',
      { type: 'SCRIPT', maxConcurrentRuns: 1 },
      ['PATCH: is accepted and ignores nodes', 'PUT: updateJob was refused'],
    ],
  ] as const)(
    'prints a line for each open question with DATA_FLOW_LIVE_QUESTIONS=1, edition %s',
    async (edition, fields, update) => {
      // The script waits about 18 s; these clocks go ten times as fast.
      const { env, ...time } = scaledTime(10);
      await using simulator = await startSimulator({
        ...time,
        edition,
        history: 30,
        updateTakesNodes: false,
        jobs: [{ ...RUNNABLE, nodes: [], ...fields }],
        plan: { readyMs: 0, runningMs: 3_600_000 },
      });
      const { code, output } = await live({
        ...{ ...variablesFor(simulator), ...env },
        DATA_FLOW_LIVE_QUESTIONS: '1',
      });
      expect(code).toBe(0);
      const found = output.split('\n').filter((line) => line.startsWith('found'));
      expect(found).toEqual([
        expect.stringContaining(`type of the job: ${fields.type} (as in the ${edition} edition)`),
        expect.stringContaining('maxConcurrentRuns of the job:'),
        expect.stringContaining('order of getJobExecutions: newest first'),
        expect.stringContaining('parsedParameters is filled: in 0 of 20 executions'),
        expect.stringMatching(
          edition === '2025'
            ? /createJob without type: is accepted/
            : /createJob without type: .*HTTP 400.*type: is required/,
        ),
        expect.stringContaining('new job, to be deleted in the console: data_flow_action_live_'),
        ...update.map((text) => expect.stringContaining(`updateJob as ${text}`)),
        expect.stringMatching(/a new execution is listed: after \d/),
        expect.stringContaining('console log while RUNNING: there is none yet'),
        expect.stringMatching(
          edition === '2025' ? /not tried/ : /over maxConcurrentRuns: executeJob was refused .*400/,
        ),
        expect.stringMatching(
          /parameters at the top of executeJob: are accepted and shown in parsedParameters/,
        ),
        expect.stringMatching(/parameters in jobCondition of executeJob: are accepted and shown in/),
      ]);
      expect(new Set(started(simulator).map(({ status }) => status))).toEqual(new Set(['CANCELED']));
    },
  );

  it('prints how the shape of a response differs, without its values', async () => {
    await using simulator = await startSimulator({ edition: '2026', history: 3, jobs: [RUNNABLE] });
    const { output } = await live(variablesFor(simulator));
    expect(output).toMatch(/^different getJob: /m);
    expect(output).toContain('runCondition is missing (documented: mapping)');
    expect(output).not.toContain('nrn:PUB:x');
  });

  it('fails when the action could not work with a response', async () => {
    const faults = [{ on: 'getJobExecution', kind: 'status', status: 403, times: 99 } as const];
    await using simulator = await startSimulator({ history: 3, jobs: [RUNNABLE], faults });
    const { code, output } = await live(variablesFor(simulator));
    expect(code).toBe(1);
    expect(output).toMatch(/^WRONG +getJobExecution: .*HTTP 403/m);
  });
});
