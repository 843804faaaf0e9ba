import { describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { documentedDifference, documentedFiles, runDocumentedJob } from './documented-workflow.ts';
import { errors, QUICK } from './step.ts';
import { workspaceWith } from './sub-action.ts';

const SALES = 'data-flow/sales_daily.yml';
const exitCodes = (steps: readonly { exitCode: number | null }[]) => steps.map(({ exitCode }) => exitCode);
const writes = (simulator: Simulator) =>
  (['createJob', 'updateJob', 'updateJobExecuteConfig', 'executeJob'] as const).map((operation) =>
    simulator.requestCount(operation),
  );

/** The files of the page with one of them changed. */
const filesWith = (path: string, from: string, to: string) => {
  const content = documentedFiles[path] ?? '';
  if (!content.includes(from)) throw new Error(`"${from}" is not in ${path}`);
  return { ...documentedFiles, [path]: content.replace(from, to) };
};

describe.each(['2025', '2026'] as const)('the workflow of docs/jobs-as-code.md, edition %s', (edition) => {
  const sales = (job: 'check' | 'deploy' | 'drift', workspace: { path: string }) =>
    ({ workflow: 'sales-daily', job, workspace: workspace.path }) as const;

  it.concurrent('creates, configures and runs, and changes nothing the second time', async () => {
    await using simulator = await startSimulator({ ...QUICK, edition });
    using workspace = workspaceWith(documentedFiles);

    const proposed = await runDocumentedJob(simulator, sales('check', workspace));
    expect(exitCodes(proposed)).toEqual([0]);
    expect(proposed[0]?.outputs).toMatchObject({ name: 'sales_daily', created: 'false', changed: '["job"]' });
    expect(simulator.jobs).toHaveLength(1);

    const first = await runDocumentedJob(simulator, sales('deploy', workspace));
    expect(first.map(({ action }) => action)).toEqual(['create-job', 'configure-job', '']);
    expect(exitCodes(first)).toEqual([0, 0, 0]);
    const [, job] = simulator.jobs;
    expect(job).toMatchObject({ name: 'sales_daily', runCondition: { numWorker: 4, timeout: 60 } });
    expect(first.map(({ outputs }) => outputs)).toMatchObject([
      { jobId: job?.jobId, created: 'true', changed: '["job"]' },
      { changed: 'true' },
      { conclusion: 'success', jobName: 'sales_daily' },
    ]);
    expect(simulator.executions[0]).toMatchObject({ jobCondition: { numWorker: 4, timeout: 60 } });

    const second = await runDocumentedJob(simulator, sales('deploy', workspace));
    expect(second.map(({ outputs }) => outputs)).toMatchObject([
      { jobId: job?.jobId, created: 'false', changed: '[]' },
      { changed: 'false' },
      { conclusion: 'success' },
    ]);
    expect(writes(simulator)).toEqual([1, 0, 1, 2]);
    expect(exitCodes(await runDocumentedJob(simulator, sales('drift', workspace)))).toEqual([0, 0]);
  });

  it.concurrent('shows a changed filter in the pull request, and the merge changes it', async () => {
    await using simulator = await startSimulator({ ...QUICK, edition });
    using before = workspaceWith(documentedFiles);
    using after = workspaceWith(filesWith(SALES, 'value: "0"', 'value: "100"'));
    await runDocumentedJob(simulator, sales('deploy', before));

    const proposed = await runDocumentedJob(simulator, sales('check', after));
    expect(exitCodes(proposed)).toEqual([0, 0]);
    for (const text of [proposed[0]?.log, proposed[0]?.summary]) expect(text).toContain(documentedDifference);
    expect(writes(simulator)).toEqual([1, 0, 1, 1]);
    expect(exitCodes(await runDocumentedJob(simulator, sales('drift', after)))).toEqual([1]);

    const merged = await runDocumentedJob(simulator, sales('deploy', after));
    expect(merged.map(({ outputs }) => outputs['changed'])).toEqual(['["nodes"]', 'false', undefined]);
    expect(writes(simulator)).toEqual([1, 1, 1, 2]);
    expect(exitCodes(await runDocumentedJob(simulator, sales('drift', after)))).toEqual([0, 0]);
  });

  it.concurrent('refuses a broken graph in the pull request', async () => {
    await using simulator = await startSimulator({ edition });
    using broken = workspaceWith(filesWith(SALES, '[1697771234567]', '[1697771234569]'));
    const [refused, ...others] = await runDocumentedJob(simulator, sales('check', broken));
    expect([refused?.exitCode, others]).toEqual([1, []]);
    expect(errors(refused as never)[0]).toContain(
      '"필터" (1697771234568) → "판매 결과" (1697771234569) → "필터"',
    );
    expect(simulator.requests).toEqual([]);
  });

  it.concurrent('fails the drift check when a setting was changed in the console', async () => {
    await using simulator = await startSimulator({ ...QUICK, edition });
    using workspace = workspaceWith(documentedFiles);
    await runDocumentedJob(simulator, sales('deploy', workspace));
    const job = simulator.jobs[1];
    if (job) job.runCondition = { ...job.runCondition, numWorker: 8 };
    const drift = await runDocumentedJob(simulator, sales('drift', workspace));
    expect(exitCodes(drift)).toEqual([0, 1]);
    expect(drift[1]?.summary).toMatch(/jobCondition\.numWorker +8 +4/);
  });

  it.concurrent('fails when the run fails', async () => {
    const plan = { readyMs: 50, runningMs: 50, final: 'FAILED' } as const;
    await using simulator = await startSimulator({ edition, plan });
    using workspace = workspaceWith(documentedFiles);
    const steps = await runDocumentedJob(simulator, sales('deploy', workspace));
    expect(exitCodes(steps)).toEqual([0, 0, 1]);
    expect(steps.at(-1)?.outputs['conclusion']).toBe('failure');
  });
});

describe('the SCRIPT job of docs/jobs-as-code.md', () => {
  const clean = (job: 'check' | 'deploy', workspace: { path: string }) =>
    ({ workflow: 'clean-daily', job, workspace: workspace.path }) as const;

  it.concurrent('is uploaded, created, run and checked; a second time only uploaded and run', async () => {
    await using simulator = await startSimulator({ ...QUICK, edition: '2026' });
    using workspace = workspaceWith(documentedFiles);
    expect((await runDocumentedJob(simulator, clean('check', workspace)))[0]).toMatchObject({
      exitCode: 0,
      outputs: { changed: '["job"]' },
    });
    expect(simulator.objectRequests).toEqual([]);

    for (const [time, changed] of [
      [1, '["job"]'],
      [2, '[]'],
    ] as const) {
      const steps = await runDocumentedJob(simulator, clean('deploy', workspace));
      expect(steps.map(({ action, exitCode }) => [action, exitCode])).toEqual([
        ['run', 0],
        ['create-job', 0],
        ['', 0],
        ['get-job', 0],
      ]);
      expect(steps[1]?.outputs['changed']).toBe(changed);
      expect(steps[3]?.outputs['lastCompletedId']).toBe(steps[2]?.outputs['jobExecutionId']);
      expect(writes(simulator)).toEqual([1, 0, 0, time]);
    }
    expect(simulator.jobs[1]).toMatchObject({
      type: 'SCRIPT',
      maxConcurrentRuns: 1,
      runCondition: {
        scriptPath: 'dataflow-1234567/scripts/clean_daily.py',
        parameters: { target: 'clean' },
      },
    });
    expect(simulator.objectRequests.map(({ method, path, status }) => [method, path, status])).toEqual(
      [1, 2].map(() => ['PUT', '/dataflow-1234567/scripts/clean_daily.py', 200]),
    );
  });

  it.concurrent('cannot be uploaded without the checksum setting', async () => {
    await using simulator = await startSimulator({ edition: '2026' });
    const setting = 'AWS_REQUEST_CHECKSUM_CALCULATION: when_required';
    expect(documentedFiles['.github/workflows/clean-daily.yml']).toContain(setting);
    using workspace = workspaceWith(documentedFiles);
    const without = (text: string) =>
      text.replace(setting, 'AWS_REQUEST_CHECKSUM_CALCULATION: when_supported');
    const steps = await runDocumentedJob(simulator, clean('deploy', workspace), without);
    expect([steps.length, steps[0]?.exitCode, simulator.objectRequests[0]?.status]).toEqual([1, 1, 400]);
  });

  it.concurrent('is refused by the 2025 edition, which has no such jobs, and nothing is created', async () => {
    await using simulator = await startSimulator({ edition: '2025' });
    using workspace = workspaceWith(documentedFiles);
    const steps = await runDocumentedJob(simulator, clean('deploy', workspace));
    expect(exitCodes(steps)).toEqual([0, 1]);
    expect(errors(steps[1] as never)[0]).toMatch(/Job "clean_daily" was not created: .*nodes/);
    expect(simulator.jobs).toHaveLength(1);
  });
});
