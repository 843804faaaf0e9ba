import { describe, expect, it } from '@jest/globals';
import { type ConfigureOptions, configureJob } from '../../src/job/configure.ts';
import { outcomeOf } from '../../src/job/outcome.ts';
import { httpResponse, lost } from '../support/scripted-send.ts';
import { account, failure, named, type Trouble } from './account.ts';

const on = 'updateJobExecuteConfig';
const SAVED = { numWorker: 2, nrn: 'nrn:PUB:IAM::1:Role/x' };

/** Configures a job that has the settings SAVED. */
async function configured(options: Partial<ConfigureOptions>, troubles: Trouble[] = []) {
  const all = account([named('a', 'sales', { runCondition: SAVED })], troubles);
  const wanted = { jobId: 'a', jobCondition: { numWorker: 3 }, check: 'false', ...options } as const;
  const outcome = await outcomeOf(all.context, () => configureJob(all.context, wanted));
  return { ...all, outcome, sent: all.bodies(on).map(({ body }) => JSON.parse(body).jobCondition) };
}

describe('the settings of a job', () => {
  it('are sent whole, with the saved values of those that are not given, and proven', async () => {
    const { outcome, sent } = await configured({});
    expect(sent).toEqual([{ ...SAVED, numWorker: 3 }]);
    expect(outcome).toMatchObject({ save: 'proven', end: { kind: 'done' } });
  });

  it('are not sent when nothing differs', async () => {
    const { outcome, sent } = await configured({ jobCondition: { numWorker: '2' } });
    expect(sent).toEqual([]);
    expect(outcome).toMatchObject({ differences: [], end: { kind: 'done' } });
  });

  it('are not sent with check: true, and a difference fails', async () => {
    const { outcome, sent } = await configured({ check: 'true' });
    expect(sent).toEqual([]);
    expect(failure(outcome)).toEqual({ why: 'differs', by: 'check', fields: ['jobCondition.numWorker'] });
  });

  it('are not sent with check: report, and a difference is published', async () => {
    const { outcome, sent, published } = await configured({ check: 'report' });
    expect(sent).toEqual([]);
    expect(outcome.end).toEqual({ kind: 'done' });
    expect(published).toEqual([expect.objectContaining({ differences: [expect.anything()] })]);
  });

  it('are proven by reading the job when every response to the change is lost', async () => {
    const troubles = Array.from({ length: 7 }, () => ({ on, outcome: lost(), processed: true }) as const);
    const { outcome } = await configured({}, troubles);
    expect(outcome).toMatchObject({ save: 'proven', end: { kind: 'done' } });
  });

  it('that the service refuses are not saved', async () => {
    const { outcome } = await configured({}, [{ on, outcome: httpResponse(400, { detail: 'no' }) }]);
    expect(outcome).toMatchObject({ save: undefined, end: { kind: 'refused' } });
  });
});
