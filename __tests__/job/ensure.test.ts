import { describe, expect, it } from '@jest/globals';
import { JobFailure } from '../../src/job/context.ts';
import { type EnsureOptions, ensureJob } from '../../src/job/ensure.ts';
import { StepCancelled } from '../../src/time/step-cancelled.ts';
import { answer, gatewayError, lost, notSent } from '../support/scripted-send.ts';
import { account } from './account.ts';

const options = (given: Partial<EnsureOptions> = {}): EnsureOptions => ({
  name: 'sales',
  definition: { name: 'sales', nodes: [] },
  jobCondition: {},
  ifExists: 'reuse',
  check: false,
  ...given,
});

const on = 'createJob';
const failure = (error: unknown) => (error instanceof JobFailure ? error.failure : error);
const named = (jobId: string, name: string, fields = {}) => ({ jobId, name, ...fields });

describe('a job by its exact name', () => {
  it('is found on a later page, among names that hold it', async () => {
    const names = ['sales1', 'sales2', 'my_sales', 'sales'];
    const { context, events, count } = account(names.map((name) => named(`id-${name}`, name)));
    await ensureJob(context, options());
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'known',
        how: 'found',
        job: expect.objectContaining({ jobId: 'id-sales' }),
      }),
    );
    expect(count(on)).toBe(0);
  });

  it('does not exist when it is DELETED', async () => {
    const { context, jobs } = account([named('old', 'sales', { status: 'DELETED' })]);
    await ensureJob(context, options());
    expect(jobs).toHaveLength(2);
  });

  it('is ambiguous when there are two', async () => {
    const { context, count } = account([named('a', 'sales'), named('b', 'sales')]);
    const error = await ensureJob(context, options()).catch(failure);
    expect(error).toEqual({ why: 'several', name: 'sales', jobIds: ['a', 'b'] });
    expect(count(on)).toBe(0);
  });
});

describe('a createJob without an answer', () => {
  it.each(['reuse', 'create'] as const)(
    'makes one job when it was processed (ifExists: %s)',
    async (ifExists) => {
      const other = ifExists === 'create' ? [named('other', 'sales')] : [];
      const before = other.length;
      const { context, jobs, events, count } = account(other, [{ on, outcome: lost(), processed: true }]);
      await ensureJob(context, options({ ifExists }));
      expect(jobs).toHaveLength(before + 1);
      expect(count(on)).toBe(1);
      expect(events.at(-1)).toMatchObject({
        kind: 'known',
        how: 'created',
        job: { jobId: `new${before}` },
      });
    },
  );

  it('is sent again after it was looked for, 10 s or more, three times in all', async () => {
    const trouble = { on, outcome: lost() } as const;
    const { context, clock, jobs, count } = account([], [trouble, trouble, trouble]);
    const error = await ensureJob(context, options()).catch(failure);
    expect(error).toMatchObject({ why: 'create-lost', candidates: [] });
    expect([count(on), jobs.length]).toEqual([3, 0]);
    expect(clock.elapsedMs()).toBeGreaterThan(30_000);
  });

  it('that two jobs may be from is not sent again, and both are named', async () => {
    const { context, clock, jobs, count } = account([], [{ on, outcome: answer(504), processed: true }]);
    jobs.push(named('other', 'other'));
    const createdDate = new Date(clock.trueMs() + 1_000).toISOString();
    clock.at(15, () => jobs.push(named('foreign', 'sales', { createdDate })));
    const error = await ensureJob(context, options()).catch(failure);
    expect(error).toMatchObject({ why: 'create-lost', candidates: expect.arrayContaining(['foreign']) });
    expect(count(on)).toBe(1);
  });

  it.each([-86_400_000, -10_000, 600_000])(
    'makes one job, whatever the service dates it: %i ms from now',
    async (offMs) => {
      const { context, clock, jobs, events, count } = account([], [{ on, outcome: lost() }]);
      const createdDate = new Date(clock.trueMs() + offMs).toISOString();
      clock.at(25, () => jobs.push(named('ours', 'sales', { createdDate })));
      await ensureJob(context, options());
      expect(events.at(-1)).toMatchObject({ kind: 'known', how: 'created', job: { jobId: 'ours' } });
      expect([count(on), jobs.length]).toEqual([1, 1]);
    },
  );

  it('is not taken for a job of the same name that was there before', async () => {
    const { context, jobs } = account([named('before', 'sales')], [{ on, outcome: lost() }]);
    await ensureJob(context, options({ ifExists: 'create' }));
    expect(jobs.map(({ jobId }) => jobId)).toEqual(['before', 'new1']);
  });

  it('is given up when the list cannot be read', async () => {
    const { context, count } = account(
      [],
      [
        { on, outcome: lost() },
        ...[1, 2, 3].map(() => ({ on: 'getJobs', outcome: gatewayError(403, '230') }) as const),
      ],
    );
    const first = context.client.getJobs.bind(context.client);
    let calls = 0;
    context.client.getJobs = async (...args) => {
      calls += 1;
      return calls === 1 ? [] : first(...args);
    };
    const error = await ensureJob(context, options()).catch(failure);
    expect(error).toMatchObject({ why: 'create-lost', candidates: [] });
    expect(count(on)).toBe(1);
  });
});

describe('a createJob that proves to have done nothing', () => {
  it('is sent again when it was refused for now, or never left', async () => {
    const troubles = [
      { on, outcome: gatewayError(429, '400') },
      { on, outcome: notSent() },
    ] as const;
    const { context, jobs, events } = account([], [...troubles]);
    await ensureJob(context, options());
    expect(jobs).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'create-again')).toHaveLength(2);
  });

  it('is final when it was refused', async () => {
    const { context, count } = account([], [{ on, outcome: answer(400, { detail: 'no' }) }]);
    await expect(ensureJob(context, options())).rejects.toMatchObject({ kind: 'refused' });
    expect(count(on)).toBe(1);
  });

  it('is given up after seven refusals for now', async () => {
    const trouble = { on, outcome: gatewayError(429, '400') } as const;
    const { context, count } = account(
      [],
      Array.from({ length: 9 }, () => trouble),
    );
    await expect(ensureJob(context, options())).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(count(on)).toBe(7);
  });
});

describe('a cancelled step', () => {
  it('sends nothing more while it waits', async () => {
    const { context, clock, cancelStep, count } = account([], [{ on, outcome: gatewayError(429, '400') }]);
    clock.at(100, cancelStep);
    await expect(ensureJob(context, options())).rejects.toBeInstanceOf(StepCancelled);
    expect(count(on)).toBe(1);
  });
});

describe('settings in the definition', () => {
  it('are brought in line after the create', async () => {
    const { context, jobs, events } = account();
    await ensureJob(context, options({ jobCondition: { numWorker: 3 } }));
    expect(jobs[0]).toMatchObject({ runCondition: { numWorker: 3 } });
    expect(events.map(({ kind }) => kind)).toEqual([
      'looking',
      'creating',
      'known',
      'compared',
      'saving',
      'taken',
      'saved',
    ]);
  });

  it('whose answer is lost are proven by what is saved', async () => {
    const put = 'updateJobExecuteConfig';
    const troubles = Array.from(
      { length: 7 },
      () => ({ on: put, outcome: answer(200, ''), processed: true }) as const,
    );
    const { context, events } = account([], troubles);
    await ensureJob(context, options({ jobCondition: { numWorker: 3 } }));
    expect(events.at(-1)).toMatchObject({ kind: 'saved' });
  });

  it('with check are compared only', async () => {
    const { context, count } = account([named('a', 'sales', { runCondition: { numWorker: 2 } })]);
    const error = await ensureJob(context, options({ check: true, jobCondition: { numWorker: 3 } })).catch(
      failure,
    );
    expect(error).toEqual({ why: 'differs', fields: ['numWorker'] });
    expect(count('updateJobExecuteConfig')).toBe(0);
  });
});
