import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gitHub, type PublisherChanges, type Status } from './statuses.ts';

const NONE = { kind: 'none' };
const execution = (jobExecutionId: string) => ({ kind: 'execution', jobExecutionId });
const unreadable = (reason: string | RegExp) => ({
  kind: 'unreadable',
  reason: expect.stringMatching(reason),
  nextStep: expect.stringMatching(/\S/),
});

type GitHub = ReturnType<typeof gitHub>;

/** One attempt: it starts (or attaches to) executions in turn, and publishes how the last one ended. */
async function attempt(
  { publisher }: GitHub,
  number: number,
  ids: readonly string[],
  { how = 'started', ...changes }: PublisherChanges & { how?: 'started' | 'attached' } = {},
): Promise<void> {
  const step = publisher(number, changes);
  for (const id of ids) step.pending(id, how);
  const jobExecutionId = ids.at(-1);
  await step.finish({ jobExecutionId, how, conclusion: jobExecutionId ? 'failure' : 'cancelled' });
}

describe('the execution of an earlier attempt', () => {
  it('is found by the next attempt', async () => {
    const world = gitHub();
    await attempt(world, 1, ['x1']);
    expect(await world.publisher(2).earlier()).toEqual(execution('x1'));
  });

  it.each<[string, PublisherChanges]>([
    ['workflow run', { runId: '8' }],
    ['workflow job', { job: 'other' }],
    ['step of the same job', { step: '__octo-org_data-flow-action_2' }],
    ['matrix leg', { matrixIndex: '1' }],
    ['Data Flow job', { jobId: 'other' }],
    ['status name', { name: 'other' }],
    ['secret key', { secretKey: 'other' }],
  ])('is not that of another %s', async (_what, changes) => {
    const world = gitHub();
    await attempt(world, 1, ['theirs'], changes);
    expect(await world.publisher(2).earlier()).toEqual(NONE);
    await attempt(world, 1, ['ours']);
    await attempt(world, 1, ['theirs-again'], { ...changes, runId: '9' });
    expect(await world.publisher(2).earlier()).toEqual(execution('ours'));
  });

  it('is one that it started, never one that it attached to', async () => {
    const world = gitHub();
    await attempt(world, 1, ['attached'], { how: 'attached' });
    expect(await world.publisher(2).earlier()).toEqual(NONE);
    await attempt(world, 2, ['started']);
    await attempt(world, 3, ['attached'], { how: 'attached' });
    expect(await world.publisher(4).earlier()).toEqual(execution('started'));
  });

  it('is the newest one, of the last attempt that has one', async () => {
    const world = gitHub();
    await attempt(world, 1, ['x1', 'x2']);
    await attempt(world, 2, ['x3', 'x4']);
    await attempt(world, 3, []);
    expect(await world.publisher(4).earlier()).toEqual(execution('x4'));
  });

  it('stays the same whatever a person without the key publishes again, changes or adds', async () => {
    const world = gitHub();
    await attempt(world, 1, ['x1', 'x2']);
    await attempt(world, 2, ['x3']);
    await attempt(world, 2, ['of-another-leg'], { matrixIndex: '1' });
    const genuine = [...world.statuses];
    const replay = fc.constantFrom(...genuine);
    const forged = fc.tuple(replay, fc.constantFrom('x1', 'x3', 'evil')).map(([{ description }, id]) => ({
      context: 'nightly data',
      description: description.replace(/^Execution \S+:/, `Execution ${id}:`).replace(/\[\d\.\d/, '[2.9'),
    }));
    const added = fc.array(fc.oneof(replay, forged), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(added, fc.infiniteStream(fc.nat()), async (more, random) => {
        const statuses: Status[] = [...genuine];
        for (const status of more) statuses.splice((random.next().value ?? 0) % statuses.length, 0, status);
        const seen = gitHub({ statuses });
        expect(await seen.publisher(3).earlier()).toEqual(execution('x3'));
      }),
    );
  });

  it('is unclear when two steps with one identity have published: no start, no guess', async () => {
    const world = gitHub();
    await attempt(world, 1, ['of-the-first-step']);
    await attempt(world, 1, []);
    expect(await world.publisher(2).earlier()).toEqual(
      unreadable('have the same workflow job, step and matrixIndex'),
    );
  });

  it('is none of the current attempt or a later one', async () => {
    const world = gitHub();
    await attempt(world, 2, ['x2']);
    await attempt(world, 3, ['x3']);
    expect(await world.publisher(2).earlier()).toEqual(NONE);
  });

  it('is not asked for in a first attempt', async () => {
    const world = gitHub();
    expect(await world.publisher(1).earlier()).toEqual(NONE);
    expect(world.requests).toEqual([]);
  });
});
