import { describe, expect, it } from '@jest/globals';
import type { EnsureOptions } from '../../src/job/ensure.ts';
import { httpResponse, lost } from '../support/scripted-send.ts';
import { account, ensure, failure, named, options } from './account.ts';

const on = 'createJob';
const VISUAL = { name: 'sales', type: 'VISUAL' };

describe('a job by its exact name', () => {
  it('is found on a later page, among names that hold it', async () => {
    const names = ['sales1', 'sales2', 'my_sales', 'sales'];
    const { context, count } = account(names.map((name) => named(`id-${name}`, name)));
    expect(await ensure(context, options())).toMatchObject({ creation: 'found', jobId: 'id-sales' });
    expect(count(on)).toBe(0);
  });

  it('does not exist when it is DELETED', async () => {
    const { context, jobs } = account([named('old', 'sales', { status: 'DELETED' })]);
    await ensure(context, options());
    expect(jobs).toHaveLength(2);
  });

  it('is ambiguous when there are two', async () => {
    const { context, count } = account([named('a', 'sales'), named('b', 'sales')]);
    const error = failure(await ensure(context, options()));
    expect(error).toEqual({ why: 'several', name: 'sales', jobIds: ['a', 'b'] });
    expect(count(on)).toBe(0);
  });
});

describe('settings in the definition', () => {
  it('are brought in line after the create, and proven', async () => {
    const { context, jobs } = account();
    const outcome = await ensure(context, options({ jobCondition: { numWorker: 3 } }));
    expect(jobs[0]).toMatchObject({ runCondition: { numWorker: 3 } });
    expect(outcome).toMatchObject({ creation: 'created', save: 'proven', end: { kind: 'done' } });
  });

  it('are sent along with a createJob that has a type, so that a script path is not changed afterwards', async () => {
    const { context, bodies, count } = account();
    const jobCondition = { scriptPath: 'bucket/a.py' };
    await ensure(context, options({ definition: { name: 'sales', type: 'SCRIPT' }, jobCondition }));
    expect(bodies(on).map(({ body }) => JSON.parse(body))).toEqual([
      { name: 'sales', type: 'SCRIPT', jobCondition },
    ]);
    expect(count('updateJobExecuteConfig')).toBe(0);
  });

  it('whose response is lost are proven by what is saved', async () => {
    const put = 'updateJobExecuteConfig';
    const troubles = Array.from(
      { length: 7 },
      () => ({ on: put, outcome: httpResponse(200, ''), processed: true }) as const,
    );
    const { context } = account([], troubles);
    const outcome = await ensure(context, options({ jobCondition: { numWorker: 3 } }));
    expect(outcome).toMatchObject({ save: 'proven', end: { kind: 'done' } });
  });

  it.each(['reuse', 'update'] as const)(
    'that alone differ are written by the configuration call only (ifExists: %s)',
    async (ifExists) => {
      const job = named('a', 'sales', { type: 'VISUAL', runCondition: { numWorker: 2 } });
      const { context, count } = account([job]);
      const wanted = options({ ifExists, definition: VISUAL, jobCondition: { numWorker: 3 } });
      expect((await ensure(context, wanted)).end).toEqual({ kind: 'done' });
      expect([count('updateJob'), count('updateJobExecuteConfig')]).toEqual([0, 1]);
    },
  );
});

describe('a definition without a type', () => {
  const typeIsRequired = { on, outcome: httpResponse(400, { detail: 'type is required' }) } as const;

  it('is sent without it', async () => {
    const { context, bodies } = account();
    await ensure(context, options());
    expect(bodies(on).map(({ body }) => body)).toEqual(['{"name":"sales"}']);
  });

  it('is sent once more with type VISUAL after HTTP 400, and makes one job', async () => {
    const { context, jobs, bodies } = account([], [typeIsRequired]);
    expect(await ensure(context, options())).toMatchObject({ creation: 'created', end: { kind: 'done' } });
    expect(jobs).toHaveLength(1);
    expect(JSON.parse(bodies(on)[1]?.body ?? '')).toEqual({ name: 'sales', type: 'VISUAL' });
  });

  it('that is refused twice is not sent a third time, and both errors are kept', async () => {
    const second = { on, outcome: httpResponse(400, { detail: 'nodes is required' }) } as const;
    const { context, count } = account([], [typeIsRequired, second]);
    const outcome = await ensure(context, options());
    expect(failure(outcome)).toMatchObject({
      why: 'refused-twice',
      first: { facts: { serviceMessage: 'type is required' } },
      second: { facts: { serviceMessage: 'nodes is required' } },
    });
    expect([count(on), outcome.creation]).toEqual([2, undefined]);
  });

  it.each([403, 404, 409])('is not sent again after HTTP %i', async (status) => {
    const { context, count } = account([], [{ on, outcome: httpResponse(status) }]);
    expect((await ensure(context, options())).end.kind).toBe('refused');
    expect(count(on)).toBe(1);
  });

  it('whose second response is lost makes one job', async () => {
    const { context, jobs } = account([], [typeIsRequired, { on, outcome: lost(), processed: true }]);
    expect(await ensure(context, options())).toMatchObject({ creation: 'created' });
    expect(jobs).toHaveLength(1);
  });
});

describe('a job that differs from its definition', () => {
  const job = () => named('a', 'sales', { type: 'VISUAL', runCondition: { numWorker: 2 } });
  const wanted = (given: Partial<EnsureOptions>) =>
    options({
      definition: { name: 'sales', type: 'SCRIPT' },
      jobCondition: { numWorker: 3 },
      ...given,
    });

  it.each(['reuse', 'update'] as const)(
    'fails with check: true and is not changed (ifExists: %s)',
    async (ifExists) => {
      const { context, requests } = account([job()]);
      const outcome = await ensure(context, wanted({ ifExists, check: 'true' }));
      const fields = ['type', 'jobCondition.numWorker'];
      expect(failure(outcome)).toEqual({ why: 'differs', by: 'check', fields });
      expect(new Set(requests)).toEqual(new Set(['getJobs', 'getJob']));
    },
  );

  it('succeeds with check: report and is not changed', async () => {
    const { context, requests } = account([job()]);
    const outcome = await ensure(context, wanted({ check: 'report' }));
    expect(outcome).toMatchObject({
      end: { kind: 'done' },
      differences: [{ path: ['type'] }, { wanted: 3 }],
    });
    expect(new Set(requests)).toEqual(new Set(['getJobs', 'getJob']));
  });

  it('is refused by reuse, and its settings are not changed either', async () => {
    const { context, requests } = account([job()]);
    const outcome = await ensure(context, wanted({}));
    expect(failure(outcome)).toEqual({ why: 'differs', by: 'reuse', fields: ['type'] });
    expect(new Set(requests)).toEqual(new Set(['getJobs', 'getJob']));
  });

  it('is changed and proven by update', async () => {
    const { context, jobs } = account([job()]);
    const outcome = await ensure(context, wanted({ ifExists: 'update' }));
    expect(outcome).toMatchObject({ update: 'proven', save: 'proven', end: { kind: 'done' } });
    expect(jobs[0]).toMatchObject({ type: 'SCRIPT', runCondition: { numWorker: 3 } });
  });

  it.each(['true', 'report'] as const)(
    'and does not exist is a difference too (check: %s)',
    async (check) => {
      const { context, count } = account();
      const outcome = await ensure(context, wanted({ check }));
      expect([outcome.creation, outcome.end.kind]).toEqual([
        'not-there',
        check === 'true' ? 'failed' : 'done',
      ]);
      expect(count(on)).toBe(0);
    },
  );
});

describe('a new job', () => {
  it('that does not show what was sent fails', async () => {
    const job = { jobId: 'x', name: 'sales', type: 'SCRIPT', maxConcurrentRuns: 1 };
    const { context, jobs } = account([], [{ on, outcome: httpResponse(200, job) }]);
    jobs.push(named('x', 'other', { type: 'SCRIPT', maxConcurrentRuns: 1 }));
    const definition = { name: 'sales', type: 'SCRIPT', maxConcurrentRuns: 2 };
    const outcome = await ensure(context, options({ definition }));
    expect(failure(outcome)).toEqual({ why: 'did-not-stick', fields: ['maxConcurrentRuns'] });
    expect(outcome).toMatchObject({ creation: 'created', jobId: 'x' });
  });
});

describe('what is known', () => {
  it('is published as soon as the job is created, before its settings are saved', async () => {
    const put = 'updateJobExecuteConfig';
    const { context, published } = account([], [{ on: put, outcome: httpResponse(403) }]);
    const outcome = await ensure(context, options({ jobCondition: { numWorker: 3 } }));
    expect(published[0]).toMatchObject({ jobId: 'new0', creation: 'created' });
    expect(outcome).toMatchObject({ end: { kind: 'refused' }, save: undefined, jobId: 'new0' });
  });
});
