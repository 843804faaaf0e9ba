import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { documented } from '../api/documented.ts';
import { errors, type Inputs, JOB_ID, until } from './step.ts';
import { run, start } from './sub-action.ts';

const configure = (simulator: Simulator, jobCondition: string, inputs: Inputs = {}) =>
  run(simulator, 'configure-job', { jobId: JOB_ID, jobCondition, ...inputs });

const writes = (simulator: Simulator) =>
  simulator.requests
    .filter(({ operation }) => operation === 'updateJobExecuteConfig')
    .map(({ body }) => JSON.parse(body).jobCondition);

const saved = (simulator: Simulator) => simulator.job(JOB_ID)?.runCondition;

describe('the documented example of updateJobExecuteConfig', () => {
  it.concurrent('is sent as it is, and is the output runCondition', async () => {
    await using simulator = await startSimulator({
      jobs: [documented('update-job-execute-config.response')],
    });
    const example = documented('update-job-execute-config.request');
    const step = await configure(simulator, JSON.stringify(example.jobCondition));
    expect(step.exitCode).toBe(0);
    expect(writes(simulator)).toEqual([example.jobCondition]);
    expect(JSON.parse(step.outputs['runCondition'] ?? '')).toEqual(example.jobCondition);
    expect(step.outputs['changed']).toBe('true');
  });
});

describe.each(['2025', '2026'] as const)('configure-job, edition %s', (edition) => {
  it.concurrent('writes the whole settings when one differs, once', async () => {
    await using simulator = await startSimulator({
      edition,
      jobs: [{ runCondition: { timeout: 720, keepMe: 'x' } }],
    });
    const before = { ...saved(simulator) };
    const step = await configure(simulator, 'numWorker: 4');
    expect(step).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect(writes(simulator)).toEqual([{ ...before, numWorker: 4 }]);
    expect(saved(simulator)).toEqual({ ...before, numWorker: 4 });
    expect(JSON.parse(step.outputs['runCondition'] ?? '')).toEqual({ ...before, numWorker: 4 });

    const again = await configure(simulator, 'numWorker: "4"');
    expect(again).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
    expect(JSON.parse(again.outputs['runCondition'] ?? '')).toEqual({ ...before, numWorker: 4 });
    expect([writes(simulator).length, again.log]).toEqual([1, expect.stringContaining('nothing differs')]);
  });

  it.concurrent('shows the difference with check, and writes nothing', async () => {
    await using simulator = await startSimulator({
      edition,
      jobs: [{ runCondition: { logPath: 'a|b/', timeout: 60 } }],
    });
    const step = await configure(simulator, 'numWorker: 4\nlogPath: "c`d/"\ntimeout: 60\nextra: <b>', {
      check: 'true',
    });
    expect(step).toMatchObject({ exitCode: 1, outputs: { changed: 'true' } });
    expect(JSON.parse(step.outputs['runCondition'] ?? '')).toEqual(saved(simulator));
    expect(writes(simulator)).toEqual([]);
    expect(errors(step)).toEqual([
      expect.stringContaining(
        `of job "job001" (${JOB_ID}) differ from what is wanted: jobCondition.numWorker, jobCondition.logPath, jobCondition.extra.`,
      ),
    ]);
    expect(errors(step)[0]).toContain('Cause: the job is not as the repository says.');
    const table = [
      '  field                   in Data Flow  in the file',
      '  jobCondition.numWorker  2             4',
      '  jobCondition.logPath    a|b/          c`d/',
      '  jobCondition.extra      (none)        <b>',
    ].join('\n');
    expect(step.log).toContain(table);
    expect(step.summary).toContain(`\`\`\`text\n${table}\n\`\`\``);
    const same = await configure(simulator, 'timeout: 60', { check: 'true' });
    expect(same).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
  });

  it.concurrent('shows the difference with check: report, writes nothing and succeeds', async () => {
    await using simulator = await startSimulator({ edition });
    const step = await configure(simulator, 'numWorker: 4', { check: 'report' });
    expect(step).toMatchObject({ exitCode: 0, outputs: { changed: 'true' } });
    expect([writes(simulator), errors(step)]).toEqual([[], []]);
    expect(step.log).toContain(
      `The saved settings of job "job001" (${JOB_ID}) differ from what is wanted: jobCondition.numWorker. Nothing was sent, because check is report.`,
    );
    expect(step.summary).toContain('  jobCondition.numWorker  2             4');
    const missing = await configure(simulator, 'numWorker: 4', { check: 'report', jobId: 'nobody' });
    expect(missing.exitCode).toBe(1);
  });

  it.concurrent('shows of parameters the names, never the values', async () => {
    const runCondition = { parameters: { token: 'old-secret-|1', same: 'x' } };
    await using simulator = await startSimulator({ edition, jobs: [{ type: 'SCRIPT', runCondition }] });
    const wanted =
      'parameters:\n  token: new-secret-`2\n  same: x\n  day: "2026-11-25"\nscriptPath: scripts/b.py';
    const step = await configure(simulator, wanted, { check: 'true' });
    expect(step.log).toContain('jobCondition.parameters.token  (not shown)');
    expect(step.log).toMatch(/jobCondition\.parameters\.day +\(none\) +\(not shown\)/);
    expect(step.log).toContain('note: saving another scriptPath moves the saved script to the new path');
    expect(step.summary).toContain('saving another scriptPath moves the saved script');
    const shown = step.log + step.summary + errors(step).join('');
    expect(shown).not.toMatch(/-secret-|2026-11-25/);
  });

  it.concurrent('succeeds despite a 503 and lost responses', async () => {
    await using simulator = await startSimulator({
      edition,
      faults: [
        { on: 'updateJobExecuteConfig', kind: 'status', status: 503 },
        { on: 'updateJobExecuteConfig', kind: 'reset-after', nth: 2 },
        { on: 'updateJobExecuteConfig', kind: 'status', status: 429, nth: 3 },
        { on: 'getJob', kind: 'garbled' },
      ],
      jobs: [{ runCondition: { timeout: 60 } }],
    });
    expect(await configure(simulator, 'numWorker: 4')).toMatchObject({ exitCode: 0 });
    expect(saved(simulator)).toMatchObject({ numWorker: 4, timeout: 60 });
  });
});

describe('configure-job', () => {
  it.concurrent('names the required field that is given nowhere', async () => {
    await using simulator = await startSimulator({ jobs: [{ runCondition: { nrn: '' } }] });
    const step = await configure(simulator, 'numWorker: 4');
    expect(step.exitCode).toBe(1);
    expect(writes(simulator)[0]).not.toHaveProperty('nrn');
    expect(errors(step)[0]).toContain("Neither jobCondition nor the job's saved settings have nrn");
    expect(errors(step)[0]).toContain(`Job "job001" (${JOB_ID}): its settings were not saved`);
  });

  it.concurrent('names the settings that the service accepts and does not keep', async () => {
    await using simulator = await startSimulator({
      faults: [
        {
          on: 'updateJobExecuteConfig',
          kind: 'status',
          status: 200,
          body: JSON.stringify(documented('update-job-execute-config.response')),
        },
      ],
    });
    const step = await configure(simulator, 'numWorker: 4');
    expect([step.exitCode, simulator.requestCount('getJob')]).toEqual([1, 6]);
    expect(errors(step)).toEqual([
      expect.stringContaining(
        'were sent and accepted, but the service shows other values: jobCondition.numWorker.',
      ),
    ]);
    expect(errors(step)[0]).toContain('Cause: the service.');
  });

  it.concurrent('names every wrong input, and sends nothing', async () => {
    await using simulator = await startSimulator();
    const step = await configure(simulator, '{}', { jobId: '', check: 'perhaps', accessKey: '' });
    expect([step.exitCode, simulator.requests.length, errors(step).length]).toEqual([1, 0, 1]);
    for (const part of [
      'No job was named: nothing was sent. 4 problems',
      ') accessKey',
      ') jobId',
      ') jobCondition: holds no setting; give at least one.',
      ') check',
    ])
      expect(errors(step)[0]).toContain(part);
    const blank = await configure(simulator, ' ', { jobId: 'abc' });
    expect(errors(blank)[0]).toContain('Job abc: nothing was sent. One problem');
  });

  it.concurrent.each([
    ['getJob', 401, 'the key was not accepted'],
    ['getJob', 403, 'the key lacks a permission'],
    ['getJob', 404, 'the inputs'],
    ['updateJobExecuteConfig', 401, 'the key was not accepted'],
    ['updateJobExecuteConfig', 403, 'the key lacks a permission'],
  ] as const)('reports one error when %s is refused with %i', async (on, status, fault) => {
    await using simulator = await startSimulator({ faults: [{ on, kind: 'status', status }] });
    const step = await configure(simulator, 'numWorker: 4');
    expect([step.exitCode, simulator.requestCount(on)]).toEqual([1, 1]);
    expect(errors(step)).toEqual([expect.stringContaining(`${JOB_ID}`)]);
    expect(errors(step)[0]).toContain(`Cause: ${fault}.`);
    expect(saved(simulator)).toMatchObject({ numWorker: 2 });
  });

  it.concurrent('never writes a key', async () => {
    await using simulator = await startSimulator({
      secretKey: 'very-secret',
      faults: [{ on: 'getJob', kind: 'status', status: 400, body: '{"detail":"::error::very-secret"}' }],
    });
    const step = await configure(simulator, 'numWorker: 4');
    expect(step.written.replaceAll('::add-mask::very-secret', '')).not.toContain('very-secret');
    expect(errors(step)).toHaveLength(1);
  });

  it.concurrent('ends within 4 s when it is cancelled while it writes, and says that the result is not known', async () => {
    await using simulator = await startSimulator({
      faults: [{ on: 'updateJobExecuteConfig', kind: 'hang-before' }],
    });
    const running = start(simulator, 'configure-job', { jobId: JOB_ID, jobCondition: 'numWorker: 4' });
    await running.waitForOutput('saving the settings');
    await until(() => simulator.requestCount('updateJobExecuteConfig') > 0);
    running.cancel();
    const step = await running.finished;
    expect([step.exitCode, step.durationMs < 4_000]).toEqual([1, true]);
    expect(errors(step)).toEqual([
      expect.stringContaining(
        `The saved settings of job "job001" (${JOB_ID}) were sent; whether the change is saved is not known.`,
      ),
    ]);
  });
});
