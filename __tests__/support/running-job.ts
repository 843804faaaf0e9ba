import { type Earlier, type RunOptions, run as runJob } from '../../src/execution/run.ts';
import { contextOn, executionJson, serviceDate } from './contexts.ts';
import { runOptions } from './run-options.ts';
import { httpResponse, listed, scriptedService } from './scripted-send.ts';

/** What the job has saved. */
export const saved = { nrn: 'nrn:1', scriptPath: 'b/s', logPath: 'b/l/', timeout: 2880, workerType: '' };
/** The execution that the start brings, and one of somebody else. */
export const ours = (status: string) =>
  executionJson({ jobExecutionId: 'ours', status, createdDate: serviceDate() });
export const other = (status: string) => executionJson({ jobExecutionId: 'other', status });

/** A run on a scripted service, on which all goes well unless a script says otherwise. */
export function running(
  options: Partial<RunOptions> = {},
  scripts: Parameters<typeof scriptedService>[0] = {},
) {
  const service = scriptedService({
    job: [httpResponse(200, { jobId: 'job1', name: 'job001', runCondition: saved })],
    list: [listed(), listed(ours('RUNNING')), listed(ours('COMPLETED'))],
    start: [httpResponse(200, ours('READY'))],
    ...scripts,
  });
  const { context, ...rest } = contextOn(service.send);
  const bodies = () => service.requests.filter(({ body }) => body).map(({ body }) => JSON.parse(body ?? ''));
  return {
    ...service,
    ...rest,
    bodies,
    run: (earlier?: Earlier) => runJob(context, runOptions(options), earlier && (async () => earlier)),
  };
}
export const sendsStart = (operations: string[]) => operations.includes('start');
