import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { documentedFiles, runDocumentedJob } from './documented-workflow.ts';
import { errors, QUICK } from './step.ts';
import { workspaceWith } from './sub-action.ts';

const exitCodes = (steps: readonly { exitCode: number | null }[]) => steps.map(({ exitCode }) => exitCode);

describe.each(['2025', '2026'] as const)('the workflow of docs/jobs-as-code.md, edition %s', (edition) => {
  it.concurrent('creates, configures and runs, and changes nothing the second time', async () => {
    await using simulator = await startSimulator({ ...QUICK, edition });
    using workspace = workspaceWith(documentedFiles);

    const proposed = await runDocumentedJob(simulator, 'check', workspace.path);
    expect(exitCodes(proposed)).toEqual([0]);
    expect(proposed[0]?.outputs).toMatchObject({ name: 'sales_daily', created: 'false' });
    expect(simulator.jobs).toHaveLength(1);

    const first = await runDocumentedJob(simulator, 'deploy', workspace.path);
    expect(first.map(({ action }) => action)).toEqual(['create-job', 'configure-job', '']);
    expect(exitCodes(first)).toEqual([0, 0, 0]);
    const [, job] = simulator.jobs;
    expect(job).toMatchObject({ name: 'sales_daily', runCondition: { numWorker: 4, timeout: 60 } });
    expect(first.map(({ outputs }) => outputs)).toMatchObject([
      { jobId: job?.jobId, created: 'true' },
      { changed: 'true' },
      { conclusion: 'success', jobName: 'sales_daily' },
    ]);
    expect(simulator.executions[0]).toMatchObject({ jobCondition: { numWorker: 4, timeout: 60 } });

    const second = await runDocumentedJob(simulator, 'deploy', workspace.path);
    expect(second.map(({ outputs }) => outputs)).toMatchObject([
      { jobId: job?.jobId, created: 'false' },
      { changed: 'false' },
      { conclusion: 'success' },
    ]);
    const counts = (['createJob', 'updateJobExecuteConfig', 'executeJob'] as const).map((operation) =>
      simulator.requestCount(operation),
    );
    expect(counts).toEqual([1, 1, 2]);
  });

  it.concurrent('shows in a pull request how the settings differ, and refuses a broken graph', async () => {
    await using simulator = await startSimulator({ edition, jobs: [{ name: 'sales_daily' }] });
    using workspace = workspaceWith(documentedFiles);
    const [job, settings] = await runDocumentedJob(simulator, 'check', workspace.path);
    expect([job?.exitCode, settings?.exitCode]).toEqual([0, 1]);
    expect(settings?.summary).toContain('| `numWorker` | `2` | `4` |');

    const definition = documentedFiles['data-flow/sales_daily.yml'] ?? '';
    using broken = workspaceWith({
      'data-flow/sales_daily.yml': definition.replace('[1697771234567]', '[1697771234569]'),
    });
    const [refused, ...others] = await runDocumentedJob(simulator, 'check', broken.path);
    expect([refused?.exitCode, others]).toEqual([1, []]);
    expect(errors(refused as never)[0]).toContain(
      '"필터" (1697771234568) → "판매 결과" (1697771234569) → "필터"',
    );
    expect(simulator.requestCount('updateJobExecuteConfig') + simulator.requestCount('createJob')).toBe(0);
  });

  it.concurrent('is red when the run fails', async () => {
    const plan = { readyMs: 50, runningMs: 50, final: 'FAILED' } as const;
    await using simulator = await startSimulator({ edition, plan });
    using workspace = workspaceWith(documentedFiles);
    const steps = await runDocumentedJob(simulator, 'deploy', workspace.path);
    expect(exitCodes(steps)).toEqual([0, 0, 1]);
    expect(steps.at(-1)?.outputs['conclusion']).toBe('failure');
  });
});
