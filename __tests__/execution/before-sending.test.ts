import { describe, expect, it } from '@jest/globals';
import { startOnce } from '../../src/execution/start.ts';
import { anExecution, contextOn, executionJson, serviceDate } from '../support/contexts.ts';
import { FakeClock, START_MS } from '../support/fake-clock.ts';
import { answer, listed, lost, ScriptedSend, scriptedService } from '../support/scripted-send.ts';

const ours = executionJson({ jobExecutionId: 'ours', createdDate: serviceDate(1_000) });

describe('what is known of a start before it is sent', () => {
  const sentBy = async (dates: Record<string, string>) => {
    const at = (jobExecutionId: string, ms: number | undefined) =>
      anExecution({ jobExecutionId, createdDate: ms === undefined ? null : serviceDate(ms) });
    const baseline = [
      at('long ago', -60_000),
      at('just before', -5_000),
      at('now', 0),
      at('undated', undefined),
    ];
    const script = new ScriptedSend(answer(200, { jobId: 'job1' }, dates), answer(200, ours));
    const { context, events } = contextOn(script.send);
    await context.client.getJob('job1');
    const parameters = { a: '1' };
    const start = { jobCondition: { nrn: 'nrn:1', parameters }, triggerId: 't' };
    const known = { jobId: 'job1', start, parameters, savedParameters: { b: '2' }, baseline };
    await startOnce(context, { ...known, deadlineMs: 3_600_000 });
    const [sending] = events;
    return sending?.kind === 'sending' ? sending.start : undefined;
  };

  it('are the executions that its dates could not tell from it, and nothing of a longer past', async () => {
    expect(await sentBy({ date: new Date(START_MS).toUTCString() })).toEqual({
      jobId: 'job1',
      jobCondition: { nrn: 'nrn:1', parameters: { a: '1' } },
      triggerId: 't',
      parameters: { a: '1' },
      savedParameters: { b: '2' },
      baselineIds: ['just before', 'now', 'undated'],
      sentAtMs: START_MS,
    });
  });

  it('reach a day back as long as the service has not told its time', async () => {
    expect(await sentBy({})).toMatchObject({
      baselineIds: ['long ago', 'just before', 'now', 'undated'],
      sentAtMs: START_MS - 24 * 60 * 60_000,
    });
  });

  it('does not exclude ours by a wrong clock of the machine where the service does not tell its time', async () => {
    const clock = new FakeClock();
    clock.wallErrorMs = 60_000;
    const service = scriptedService({ start: [lost()], list: [listed(ours)] });
    const { context } = contextOn(service.send, clock);
    const start = { jobCondition: {} };
    const known = { jobId: 'job1', start, parameters: {}, savedParameters: {}, baseline: [] };
    expect(await startOnce(context, { ...known, deadlineMs: 3_600_000 })).toMatchObject({ how: 'found' });
    expect(service.operations().filter((operation) => operation === 'start')).toHaveLength(1);
  });
});
