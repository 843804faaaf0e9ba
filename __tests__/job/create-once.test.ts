import { describe, expect, it } from '@jest/globals';
import { gatewayError, httpResponse, lost, notSent } from '../support/scripted-send.ts';
import { account, ensure, failure, named, options } from './account.ts';

const on = 'createJob';
const VISUAL = { name: 'sales', type: 'VISUAL' };

describe('a createJob without a response', () => {
  it.each(['reuse', 'create'] as const)(
    'makes one job when it was processed (ifExists: %s)',
    async (ifExists) => {
      const other = ifExists === 'create' ? [named('other', 'sales')] : [];
      const before = other.length;
      const { context, jobs, count } = account(other, [{ on, outcome: lost(), processed: true }]);
      const outcome = await ensure(context, options({ ifExists }));
      expect(jobs).toHaveLength(before + 1);
      expect(count(on)).toBe(1);
      expect(outcome).toMatchObject({ creation: 'created', jobId: `new${before}`, end: { kind: 'done' } });
    },
  );

  it('is sent again after a search of 10 s or more, at most three times in all', async () => {
    const trouble = { on, outcome: lost() } as const;
    const { context, clock, jobs, count } = account([], [trouble, trouble, trouble]);
    const error = failure(await ensure(context, options()));
    expect(error).toMatchObject({ why: 'create-lost', candidates: [] });
    expect([count(on), jobs.length]).toEqual([3, 0]);
    expect(clock.elapsedMs()).toBeGreaterThan(30_000);
  });

  it('with two candidates is not sent again, and both are named', async () => {
    const { context, clock, jobs, count } = account(
      [],
      [{ on, outcome: httpResponse(504), processed: true }],
    );
    jobs.push(named('other', 'other'));
    const createdDate = new Date(clock.trueMs() + 1_000).toISOString();
    clock.at(15, () => jobs.push(named('foreign', 'sales', { createdDate })));
    const error = failure(await ensure(context, options()));
    expect(error).toMatchObject({ why: 'create-lost', candidates: expect.arrayContaining(['foreign']) });
    expect(count(on)).toBe(1);
  });

  it.each([-86_400_000, -10_000, 600_000])(
    'makes one job, whatever the service dates it: %i ms from now',
    async (offMs) => {
      const { context, clock, jobs, count } = account([], [{ on, outcome: lost() }]);
      const createdDate = new Date(clock.trueMs() + offMs).toISOString();
      clock.at(25, () => jobs.push(named('ours', 'sales', { createdDate })));
      expect(await ensure(context, options())).toMatchObject({ creation: 'created', jobId: 'ours' });
      expect([count(on), jobs.length]).toEqual([1, 1]);
    },
  );

  it('is not taken for a job of the same name that was there before', async () => {
    const { context, jobs } = account([named('before', 'sales')], [{ on, outcome: lost() }]);
    await ensure(context, options({ ifExists: 'create' }));
    expect(jobs.map(({ jobId }) => jobId)).toEqual(['before', 'new1']);
  });

  it('is not sent again when the list cannot be read', async () => {
    const { context, count } = account(
      [],
      [
        { on, outcome: lost() },
        ...[1, 2, 3].map(() => ({ on: 'getJobs', outcome: gatewayError(403, '230') }) as const),
      ],
    );
    const first = context.client.getJobs.bind(context.client);
    let lists = 0;
    context.client.getJobs = async (...args) => {
      lists += 1;
      return lists === 1 ? [] : first(...args);
    };
    const error = failure(await ensure(context, options()));
    expect(error).toMatchObject({ why: 'create-lost', candidates: [] });
    expect(count(on)).toBe(1);
  });
});

describe('a createJob that proves to have done nothing', () => {
  it('is sent again when it was rate-limited or never sent', async () => {
    const troubles = [
      { on, outcome: gatewayError(429, '400') },
      { on, outcome: notSent() },
    ] as const;
    const { context, jobs, events } = account([], [...troubles]);
    await ensure(context, options());
    expect(jobs).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'create-again')).toHaveLength(2);
  });

  it('is final when it was refused', async () => {
    const { context, count } = account([], [{ on, outcome: httpResponse(400, { detail: 'no' }) }]);
    expect((await ensure(context, options({ definition: VISUAL }))).end).toMatchObject({
      kind: 'refused',
      error: { kind: 'refused' },
    });
    expect(count(on)).toBe(1);
  });

  it('ends after seven rate-limited responses', async () => {
    const trouble = { on, outcome: gatewayError(429, '400') } as const;
    const { context, count } = account(
      [],
      Array.from({ length: 9 }, () => trouble),
    );
    expect((await ensure(context, options())).end).toMatchObject({ error: { kind: 'rate-limited' } });
    expect(count(on)).toBe(7);
  });
});

describe('a cancelled step', () => {
  it('sends nothing more while it waits', async () => {
    const { context, clock, cancelStep, count } = account([], [{ on, outcome: gatewayError(429, '400') }]);
    clock.at(100, cancelStep);
    expect((await ensure(context, options())).end).toEqual({ kind: 'cancelled' });
    expect(count(on)).toBe(1);
  });
});
