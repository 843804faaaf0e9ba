import type { Followed } from '../outcome.ts';
import type { RunState } from './run-state.ts';

/**
 * The state of a run after its execution was followed to its end, or as far as the step could.
 * @param attempts this one included
 * @param isPastDeadline whether waitTimeout of the plan has passed; else the execution outlasted its own timeout
 * @returns undefined after FAILED: whether there is a retry depends on the plan
 */
export function stateAfterEnd(
  ending: Followed,
  attempts: number,
  isPastDeadline: boolean,
): RunState | undefined {
  switch (ending.kind) {
    case 'completed':
      return { kind: 'completed', attempts };
    case 'canceled':
      return { kind: 'cancelled', attempts };
    case 'failed':
      return undefined;
    case 'step-cancelled':
      if (ending.left.kind === 'left') return { kind: 'running', attempts };
      if (ending.left.kind !== 'ended') return { kind: 'cancelled', attempts };
      return { kind: ending.left.status === 'COMPLETED' ? 'completed' : 'failed', attempts };
    case 'wait-timeout':
      if (ending.cancel?.kind === 'canceled') return { kind: 'cancelled', attempts };
      return isPastDeadline ? { kind: 'running', attempts } : { kind: 'unknown', attempts, startLost: false };
    case 'started-twice':
      return { kind: 'unknown', attempts, startLost: true };
    case 'poll-failed':
    case 'not-listed':
    case 'crashed':
    case 'started':
    case 'dry-run':
      return { kind: 'unknown', attempts, startLost: false };
  }
}
