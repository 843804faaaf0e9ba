import { cancelExecution } from '../../src/execution/cancel.ts';
import { ExecutionHandle } from '../../src/execution/handle.ts';
import { contextOn, executionJson } from './contexts.ts';
import { FakeClock } from './fake-clock.ts';
import { listed, lost, type Step, scriptedService } from './scripted-send.ts';

/** A list that shows the execution in this state. */
export const state = (status: string): Step => listed(executionJson({ status }));

/** No response until the request is given up. */
export const hanging =
  (clock: FakeClock): Step =>
  ({ timeoutMs }) => {
    clock.pass(timeoutMs);
    return lost();
  };

/** A cancellation on scripted responses. */
export function cancelling(cancel: Step[], list: Step[], budgetMs = 3_500, clock = new FakeClock()) {
  const service = scriptedService({ cancel, list });
  const { context, ...rest } = contextOn(service.send, clock);
  const handle = new ExecutionHandle(context.client, 'job1', 'execution1');
  const options = { budgetMs, reason: 'the step was cancelled' } as const;
  return { ...service, ...rest, cancel: () => cancelExecution(context, handle, options) };
}
