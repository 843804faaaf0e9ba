import { ExecutionHandle } from '../../src/execution/handle.ts';
import type { WatchOptions } from '../../src/execution/observation.ts';
import { JobWatcher } from '../../src/execution/watch.ts';
import { contextOn, executionJson } from './contexts.ts';
import { FakeClock } from './fake-clock.ts';
import { listed, type Step, scriptedService } from './scripted-send.ts';

export const state = (status: string): Step => listed(executionJson({ status }));
export const HOUR_MS = 3_600_000;
export const certain: WatchOptions = {
  isCertain: true,
  deadlineMs: () => HOUR_MS,
  pollIntervalMs: undefined,
  pastDurationsMs: [],
};

/** Waits for execution1 on a list that responds step by step; there is no single operation. */
export function waiting(steps: Step[], options: Partial<WatchOptions> = {}, clock = new FakeClock()) {
  const service = scriptedService({ list: steps });
  const { context, ...rest } = contextOn(service.send, clock);
  const wait = () =>
    new JobWatcher(context).watch(new ExecutionHandle(context.client, 'job1', 'execution1'), {
      ...certain,
      ...options,
    });
  return { ...rest, ...service, wait };
}
