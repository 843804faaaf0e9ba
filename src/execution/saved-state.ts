import { isKind } from '../dataflow/errors.ts';
import { isJsonObject, parseJson, stringifyJson } from '../text/json.ts';
import type { ExecutionEvent } from './context.ts';
import type { Result } from './outcome.ts';
import type { LostStart } from './recognise.ts';

/** What the post step has to know when the main step did not get to its end. */
export type StepState =
  /** A start was sent; whether there is an execution is open. Its parameters are in the inputs. */
  | { readonly phase: 'starting'; readonly lost: LostStart }
  /** An execution is being waited for. */
  | {
      readonly phase: 'following';
      readonly jobId: string;
      readonly jobExecutionId: string;
      readonly startedHere: boolean;
    }
  /** Nothing is left to do. */
  | { readonly phase: 'settled' };

/** The state after an event, when the event changes it. */
export function stateAfter(event: ExecutionEvent, jobId: string): StepState | undefined {
  if (event.kind === 'sending') {
    return { phase: 'starting', lost: { ...event.start, parameters: {} } };
  }
  if (event.kind !== 'identified') return undefined;
  return {
    phase: 'following',
    jobId,
    jobExecutionId: event.jobExecutionId,
    startedHere: event.how !== 'attached',
  };
}

/** The state that a result leaves; undefined when what was saved on the way still holds. */
export function stateAtEnd(result: Result): StepState | undefined {
  const { guessedFrom: lost, jobExecutionId } = result;
  if (!lost || !jobExecutionId) return isSettled(result) ? { phase: 'settled' } : undefined;
  // A guess that has not ended is looked for again, with what else may be listed by then.
  const seen = isSettled(result) ? [jobExecutionId] : [];
  const baseline = { ...lost.baseline, ids: [...lost.baseline.ids, ...seen] };
  return { phase: 'starting', lost: { ...lost, parameters: {}, baseline } };
}

/** Whether a result leaves something for the post step. */
export function isSettled({ ending, jobExecutionId }: Result): boolean {
  if (ending.why === 'crashed') return !ending.startSent || jobExecutionId !== undefined;
  if (ending.why !== 'step-cancelled') return true;
  const { left } = ending;
  if (left.kind === 'refused') return isKind(left.error, 'permission');
  return !['start-unclear', 'asked', 'unanswered'].includes(left.kind);
}

export function writeState(state: StepState): string {
  return stringifyJson(state);
}

/**
 * @returns undefined when the main step saved nothing: then it had sent no start
 * @throws SyntaxError or TypeError when it is not what a step saves
 */
export function readState(text: string): StepState | undefined {
  if (text === '') return undefined;
  const json = parseJson(text);
  const state = isJsonObject(json) ? json : {};
  const { phase, lost, jobId, jobExecutionId } = state;
  const isWhole =
    phase === 'settled' ||
    (phase === 'starting' && isJsonObject(lost)) ||
    (phase === 'following' && typeof jobId === 'string' && typeof jobExecutionId === 'string');
  if (!isWhole) throw new TypeError('the state of the step cannot be read');
  return state as StepState;
}
