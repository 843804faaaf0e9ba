import { describe, expect, it } from '@jest/globals';
import { parseJson, stringifyJson } from '../../src/text/json.ts';
import { httpResponse, lost } from '../support/scripted-send.ts';
import { account, ensure, options, type Trouble, type UpdateHabits } from './account.ts';

const on = 'updateJob';
const node = { id: 1, type: 'SOURCE_OBS', name: 'in' };

/** Updates a job whose node has another name, and returns what was sent and the outcome. */
async function update(
  job: Record<string, unknown>,
  definition: Record<string, unknown>,
  habits: UpdateHabits = {},
  troubles: Trouble[] = [],
) {
  const nodes = [{ ...node, name: 'before' }];
  const all = account([{ jobId: 'a', name: 'sales', nodes, ...job }], troubles, habits);
  const wanted = options({
    definition: { name: 'sales', nodes: [node], ...definition },
    ifExists: 'update',
  });
  const outcome = await ensure(all.context, wanted);
  return {
    ...all,
    outcome,
    sent: all.bodies(on).map(({ method, body }) => ({ method, ...JSON.parse(body) })),
  };
}

describe('updateJob', () => {
  it.each([
    ['PUT', { type: 'DATAFLOW' }],
    ['PUT', { runCondition: {} }],
    ['PATCH', { type: 'VISUAL' }],
    ['PATCH', { jobCondition: {} }],
  ] as const)('is %s for a job with %j', async (method, job) => {
    const { sent, outcome } = await update(job, { type: 'VISUAL' }, { method });
    expect(sent).toMatchObject([{ method, name: 'sales', nodes: [node] }]);
    expect(outcome).toMatchObject({ update: 'proven', end: { kind: 'done' } });
  });

  it.each([404, 405])('tries the other method once after HTTP %i', async (otherStatus) => {
    const { sent, outcome } = await update({ type: 'DATAFLOW' }, {}, { method: 'PATCH', otherStatus });
    expect([sent.map(({ method }) => method), outcome.update]).toEqual([['PUT', 'PATCH'], 'proven']);
  });

  it.each([400, 403])('does not try the other method after HTTP %i', async (otherStatus) => {
    const { count, outcome } = await update({ type: 'DATAFLOW' }, {}, { method: 'PATCH', otherStatus });
    expect([count(on), outcome.end.kind, outcome.update]).toEqual([1, 'refused', undefined]);
  });

  it("sends the job's own type when the file has none or means the same", async () => {
    expect((await update({ type: 'DATAFLOW' }, {}, { method: 'PUT' })).sent[0].type).toBe('DATAFLOW');
    expect((await update({ type: 'DATAFLOW' }, { type: 'VISUAL' }, { method: 'PUT' })).sent[0].type).toBe(
      'DATAFLOW',
    );
    expect((await update({ type: 'SCRIPT' }, { type: 'VISUAL' })).sent[0].type).toBe('VISUAL');
  });

  it('that ignores nodes fails: the change did not stick', async () => {
    const { outcome, clock } = await update({ type: 'VISUAL' }, {}, { ignores: ['nodes'] });
    expect(outcome.end).toEqual({ kind: 'failed', failure: { why: 'did-not-stick', fields: ['nodes'] } });
    expect(outcome.update).toBe('taken');
    expect(clock.elapsedMs()).toBeGreaterThan(7_000);
  });

  it('whose response is lost is decided by reading the job', async () => {
    const troubles = Array.from({ length: 7 }, () => ({ on, outcome: lost(), processed: true }) as const);
    const { outcome } = await update({ type: 'VISUAL' }, {}, {}, troubles);
    expect(outcome).toMatchObject({ update: 'proven', end: { kind: 'done' } });
  });

  it('that was not processed fails with its own error', async () => {
    const troubles = Array.from({ length: 7 }, () => ({ on, outcome: httpResponse(503) }) as const);
    const { outcome } = await update({ type: 'VISUAL' }, {}, {}, troubles);
    expect(outcome).toMatchObject({
      update: 'sent',
      end: { kind: 'refused', error: { kind: 'unavailable' } },
    });
  });

  it('keeps every digit of an id, and unknown fields of the file', async () => {
    const huge = parseJson('12345678901234567890');
    const { bodies } = await update({ type: 'VISUAL' }, { nodes: [{ ...node, id: huge }], extra: { a: 1 } });
    expect(bodies(on)[0]?.body).toContain('"id":12345678901234567890');
    expect(bodies(on)[0]?.body).toContain(stringifyJson({ a: 1 }));
  });
});
