import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { documented } from '../api/documented.ts';
import { create, created, NRN, sent } from './creating-job.ts';
import { errors } from './step.ts';
import { DEFINITION } from './sub-action.ts';

describe.each(['2025', '2026'] as const)('create-job, edition %s', (edition) => {
  /** Only the 2026 edition knows types, and requires one. */
  const type = edition === '2026' ? 'VISUAL' : undefined;
  const definition = type ? `type: ${type}\n${DEFINITION}` : DEFINITION;
  const settings = { nrn: NRN, numWorker: 4, timeout: 60 };

  it.concurrent('the documented example is sent as it is, and the outputs hold the response', async () => {
    await using simulator = await startSimulator({ edition, jobs: [] });
    const { name: jobName, ...others } = documented('create-job.request');
    const example = { name: jobName, type, ...others };
    const step = await create(simulator, {}, JSON.stringify(example));
    const [request] = sent(simulator, 'createJob');
    expect(request?.body).toBe(JSON.stringify(example));
    const [job] = simulator.jobs;
    expect(step).toMatchObject({
      exitCode: 0,
      outputs: { jobId: job?.jobId, name: 'job001', created: 'true', status: job?.status },
    });
    const output = JSON.parse(step.outputs['job'] ?? '');
    const { name, nodes, ...older } = documented('create-job.response');
    const { runCondition } = older;
    expect(output).toMatchObject({ name, nodes, type: type ?? older.type });
    if (edition === '2025') expect(output).toMatchObject({ runCondition, status: 'RUNNABLE' });
  });

  it.concurrent('two runs make one job, and save its settings once', async () => {
    await using simulator = await startSimulator({ edition });
    const text = `${definition}jobCondition:\n  nrn: ${NRN}\n  numWorker: 4\n  timeout: 60\n`;
    const first = await create(simulator, {}, text);
    expect(first).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
    const writes = simulator.requestCount('updateJobExecuteConfig');
    const second = await create(simulator, {}, text);
    expect(second).toMatchObject({
      exitCode: 0,
      outputs: { created: 'false', jobId: first.outputs['jobId'], name: 'sales_daily' },
    });
    expect(created(simulator)).toHaveLength(1);
    expect(created(simulator)[0]?.runCondition).toMatchObject({ nrn: NRN, numWorker: 4, timeout: 60 });
    expect(first.outputs['changed']).toBe('["job"]');
    expect(second.outputs['changed']).toBe('[]');
    // A definition with a type is one of 2026, whose createJob takes the settings.
    const [once, jobCondition] = type ? [0, settings] : [1, undefined];
    expect([writes, simulator.requestCount('updateJobExecuteConfig')]).toEqual([once, once]);
    expect(JSON.parse(sent(simulator, 'createJob')[0]?.body ?? '').jobCondition).toEqual(jobCondition);
  });

  it.concurrent('the error names the job that was created when its settings cannot be saved', async () => {
    await using simulator = await startSimulator({ edition, denied: ['updateJobExecuteConfig'] });
    const step = await create(simulator, {}, `${DEFINITION}jobCondition: {numWorker: 4, nrn: ${NRN}}\n`);
    const [job] = created(simulator);
    expect(step).toMatchObject({ exitCode: 1, outputs: { jobId: job?.jobId, created: 'true' } });
    expect(errors(step)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^Job "sales_daily" \\(${job?.jobId}\\) was created and exists, but its settings were not saved: `,
        ),
      ),
    ]);
    expect(errors(step)[0]).toContain('Cause: the key');
  });
});

describe('create-job with wrong inputs', () => {
  it.concurrent('one error names every problem, and nothing is sent', async () => {
    await using simulator = await startSimulator();
    const wrong = DEFINITION.replace('[1697771234567]', '[1697771234569]').replace('sales_daily', '매출');
    const step = await create(simulator, { ifExists: 'x', accessKey: '' }, wrong);
    expect(step.exitCode).toBe(1);
    expect(simulator.requests).toEqual([]);
    expect(errors(step)).toHaveLength(1);
    for (const part of [
      'No job was created: nothing was sent. 4 problems',
      ') accessKey: not given',
      ') jobs/job.yml: name: "매출" is not allowed',
      'the nodes form a cycle: "필터" (1697771234568) → "Object Storage" (1697771234569) → "필터" (1697771234568).',
      ') ifExists: "x" is not allowed; give one of reuse, update, fail, create.',
      'Cause: the inputs.',
    ])
      expect(errors(step)[0]).toContain(part);
    expect(step.summary).toContain('### Data Flow: create-job, failed');
  });

  it.concurrent('a definition file that does not exist is an error with its path', async () => {
    await using simulator = await startSimulator();
    const step = await create(simulator, { definition: 'jobs/other.yml' });
    expect(errors(step)[0]).toMatch(/"jobs\/other\.yml" does not exist in .*workspace/);
  });
});

describe('create-job and the type of a job', () => {
  it.concurrent('a SCRIPT job has no nodes, its settings from the start, and maxConcurrentRuns', async () => {
    await using simulator = await startSimulator({ edition: '2026' });
    const file = `name: clean_daily\ntype: SCRIPT\nmaxConcurrentRuns: 3\njobCondition:\n  scriptPath: bucket/clean.py\n  parameters: {day: 2026-11-25}\n`;
    const first = await create(simulator, {}, file);
    expect(first).toMatchObject({ exitCode: 0, outputs: { created: 'true', changed: '["job"]' } });
    expect(created(simulator)).toMatchObject([
      {
        type: 'SCRIPT',
        maxConcurrentRuns: 3,
        nodes: [],
        runCondition: { scriptPath: 'bucket/clean.py', parameters: { day: '2026-11-25' } },
      },
    ]);
    expect(simulator.requestCount('updateJobExecuteConfig')).toBe(0);
    expect((await create(simulator, {}, file)).outputs['changed']).toBe('[]');
    const more = file.replace('Runs: 3', 'Runs: 4');
    expect(await create(simulator, {}, more)).toMatchObject({
      exitCode: 1,
      outputs: { changed: '["maxConcurrentRuns"]' },
    });
    expect(await create(simulator, { ifExists: 'update' }, more)).toMatchObject({ exitCode: 0 });
    expect(created(simulator)[0]?.maxConcurrentRuns).toBe(4);
  });

  it.concurrent.each([
    ['2025', [undefined]],
    ['2026', [undefined, 'VISUAL']],
  ] as const)('a file without type makes one job, edition %s', async (edition, types) => {
    await using simulator = await startSimulator({ edition });
    expect(await create(simulator)).toMatchObject({ exitCode: 0, outputs: { created: 'true' } });
    expect(sent(simulator, 'createJob').map(({ body }) => JSON.parse(body).type)).toEqual(types);
    expect(created(simulator)).toHaveLength(1);
  });

  it.concurrent('a file without type that is refused twice shows both texts', async () => {
    const faults = ['type is required', 'nodes are wrong'].map(
      (detail) =>
        ({
          on: 'createJob',
          kind: 'status',
          status: 400,
          body: JSON.stringify({ detail, errorType: 'bad-parameter' }),
        }) as const,
    );
    await using simulator = await startSimulator({ faults });
    const step = await create(simulator);
    expect([step.exitCode, simulator.requestCount('createJob'), created(simulator)]).toEqual([1, 2, []]);
    expect(errors(step)[0]).toMatch(
      /Without a type: .*type is required.* With type: VISUAL: .*nodes are wrong/,
    );
  });
});
