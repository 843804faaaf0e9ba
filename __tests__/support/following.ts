import { type FollowOptions, follow, type Identified } from '../../src/execution/follow.ts';
import { JobWatcher } from '../../src/execution/watch.ts';
import { contextOn, executionJson } from './contexts.ts';
import { httpResponse, listed, type Step, scriptedService } from './scripted-send.ts';

export const state = (status: string): Step => listed(executionJson({ status }));
const accepted: Step = httpResponse(200, 'true');

/** An execution, `execution1`, that is followed on a list that responds step by step. */
export function following(
  list: Step[],
  options: Partial<FollowOptions> = {},
  identified: Partial<Identified> = {},
  cancel: Step[] = [accepted],
) {
  const service = scriptedService({ list, cancel });
  const { context, ...rest } = contextOn(service.send);
  const given = { jobId: 'job1', wait: true, waitTimeoutMs: 60_000, pollIntervalMs: undefined } as const;
  const known = { jobExecutionId: 'execution1', how: 'started', pastDurationsMs: [], ...identified } as const;
  const run = () =>
    follow(
      context,
      new JobWatcher(context),
      { ...given, onCancel: undefined, onTimeout: 'leave', ...options },
      known,
    );
  const asksToCancel = () => service.operations().includes('cancel');
  const phases = () => rest.remembered.map(({ phase }) => phase);
  return { ...service, ...rest, run, asksToCancel, phases };
}
