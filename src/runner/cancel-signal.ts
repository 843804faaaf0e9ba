import type { Clock } from '../time/clock.ts';
import { StepCancelled } from '../time/step-cancelled.ts';

/**
 * Aborted when the runner cancels the step or its timeout-minutes have passed: SIGINT, 7.5 s later SIGTERM,
 * 2.5 s later SIGKILL. The handlers stay, so that a second signal does not end the process early.
 */
export function cancelSignal(clock: Clock): AbortSignal {
  const cancelled = new AbortController();
  const cancel = () => cancelled.abort(new StepCancelled(clock.elapsedMs()));
  process.on('SIGINT', cancel);
  process.on('SIGTERM', cancel);
  return cancelled.signal;
}
