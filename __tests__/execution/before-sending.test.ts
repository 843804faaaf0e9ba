import { describe, expect, it } from '@jest/globals';
import { startOnce } from '../../src/execution/start.ts';
import { anExecution, contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock, START_MS } from '../support/fake-clock.ts';
import { answer, listed, lost, ScriptedSend, scriptedService } from '../support/scripted-send.ts';

const ours = executionJson({ jobExecutionId: 'ours', createdDate: serviceDate(1_000) });

describe('what is known of a start before it is sent', () => {
  const at = (jobExecutionId: string, ms: number | undefined) =>
    anExecution({ jobExecutionId, createdDate: ms === undefined ? null : serviceDate(ms) });

  const sentBy = async (dates: Record<string, string>) => {
    const past = [at('long ago', -60_000), at('just before', -5_000), at('now', 0), at('undated', undefined)];
    const script = new ScriptedSend(answer(200, { jobId: 'job1' }, dates), answer(200, ours));
    const { context, events } = contextOn(script.send);
    await context.client.getJob('job1');
    const parameters = { a: '1' };
    const start = { jobCondition: { nrn: 'nrn:1', parameters }, triggerId: 't' };
    const known = { jobId: 'job1', start, parameters, savedParameters: { b: '2' }, past };
    await startOnce(context, { ...known, deadlineMs: 3_600_000 });
    const [sending] = events;
    return sending?.kind === 'sending' ? sending.start : undefined;
  };

  it.each([
    ['tells its time', { date: new Date(START_MS).toUTCString() }],
    ['tells another time', { date: new Date(START_MS + 3_600_000).toUTCString() }],
    ['tells no time', {}],
  ])('is all that was listed, the newest first, where the service %s', async (_what, dates) => {
    expect(await sentBy(dates)).toEqual({
      jobId: 'job1',
      jobCondition: { nrn: 'nrn:1', parameters: { a: '1' } },
      triggerId: 't',
      parameters: { a: '1' },
      savedParameters: { b: '2' },
      baseline: { ids: ['now', 'just before', 'long ago', 'undated'], olderMs: undefined },
    });
  });

  it.each([-60_000, 60_000, 86_400_000])(
    'does not exclude ours by a clock of the machine that is off by %i ms',
    async (offMs) => {
      const clock = new FakeClock();
      clock.wallErrorMs = offMs;
      const service = scriptedService({ start: [lost()], list: [listed(ours)] });
      const { context } = contextOn(service.send, clock);
      const start = { jobCondition: {} };
      const known = { jobId: 'job1', start, parameters: {}, savedParameters: {}, past: [] };
      expect(await startOnce(context, { ...known, deadlineMs: 3_600_000 })).toMatchObject({ how: 'found' });
      expect(service.operations().filter((operation) => operation === 'start')).toHaveLength(1);
    },
  );
});
