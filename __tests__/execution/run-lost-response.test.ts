import { describe, expect, it } from '@jest/globals';
import type { RunOptions } from '../../src/execution/run.ts';
import { executionJson, serviceDate } from '../support/contexts.ts';
import { other, ours, running } from '../support/running-job.ts';
import { httpResponse, lost, type Step } from '../support/scripted-send.ts';

describe('a start with a lost response', () => {
  /** The service processed it and shows it like this; the history was listed before. */
  const lostWith = (shown: unknown[], history: unknown[] = [], options: Partial<RunOptions> = {}) => {
    let sent = false;
    const start: Step = () => {
      sent = true;
      return lost();
    };
    const list: Step = ({ path }) => {
      const query = new URLSearchParams(path.split('?')[1]);
      const size = Number(query.get('limit'));
      const from = Number(query.get('page')) * size;
      return httpResponse(200, { list: [...history, ...(sent ? shown : [])].slice(from, from + size) });
    };
    return running(options, { start: [start], list: [list] });
  };
  const past = (count: number, date: (index: number) => unknown) =>
    Array.from({ length: count }, (_, index) =>
      executionJson({ jobExecutionId: `past${index}`, status: 'COMPLETED', createdDate: date(index) }),
    );
  const dated = (index: number) => serviceDate(-(1 + index) * 3_600_000);

  it.each([
    ['the oldest first', past(150, dated).toReversed()],
    ['the newest first', past(150, dated)],
    ['3000, the newest first', past(3_000, dated)],
    ['90 without dates', past(90, () => null)],
  ])('is found among past executions, and sent once: %s', async (_what, history) => {
    const { run, operations } = lostWith([ours('COMPLETED')], history);
    expect(await run()).toMatchObject({
      ending: { kind: 'completed' },
      how: 'found',
      jobExecutionId: 'ours',
    });
    expect(operations().filter((operation) => operation === 'start')).toHaveLength(1);
  });

  it.each([
    ['the oldest first', past(150, dated).toReversed()],
    ['3000, the newest first', past(3_000, dated)],
    ['90 without dates', past(90, () => null)],
  ])('that was not processed is never taken for a past one: %s', async (_what, history) => {
    const { run, operations } = lostWith([], history);
    expect(await run()).toMatchObject({
      state: 'unclear',
      ending: { kind: 'start-unclear', candidates: [] },
    });
    expect(operations().filter((operation) => operation === 'start')).toHaveLength(3);
  });

  it.each<[string, Record<string, unknown>]>([
    ['two minutes back', { createdDate: serviceDate(-120_000) }],
    ['ten seconds ahead', { createdDate: serviceDate(10_000) }],
    ['as the job', { createdDate: '2024-01-01T00:00:00+09:00', startDate: serviceDate() }],
    ['by the minute', { createdDate: '2025-03-21T11:12+09:00' }],
    ['not at all', { createdDate: null }],
  ])('is found at a service that dates it %s', async (_what, dates) => {
    const { run } = lostWith([{ ...ours('COMPLETED'), ...dates }], past(150, dated));
    expect(await run()).toMatchObject({ ending: { kind: 'completed' }, jobExecutionId: 'ours' });
  });

  it('that another execution appears beside is neither: both are named, none is cancelled', async () => {
    const { run, operations } = lostWith([ours('RUNNING'), other('RUNNING')]);
    expect(await run()).toMatchObject({ ending: { kind: 'start-unclear', candidates: ['ours', 'other'] } });
    expect(operations()).not.toContain('cancel');
  });
});
