import * as v from 'valibot';
import { isKind } from '../dataflow/errors.ts';
import { parseJson, stringifyJson } from '../text/json.ts';
import type { How } from './context.ts';
import type { AfterCancel, Followed } from './outcome.ts';
import type { SentStart } from './recognise.ts';

/**
 * What a step has decided about one start, for the post step. It holds ids and decisions, no options: it has to stay
 * small (the post step gets it in its environment) whatever the inputs are.
 */
export type SavedRun =
  /** A start was sent; whether there is an execution is open. `cancel`: what is found is to be cancelled. */
  | {
      readonly phase: 'open';
      readonly jobId: string;
      readonly sent: SentStart;
      readonly cancel: boolean;
      /** Set when an earlier request of the start had no response: each of the two may be processed. */
      readonly isResent?: boolean | undefined;
    }
  /** The execution is known and not final. */
  | {
      readonly phase: 'known';
      readonly jobId: string;
      readonly jobExecutionId: string;
      readonly cancel: boolean;
      readonly how: How;
      /** Set when the start was resent: what the request before may have made is named, and left. */
      readonly resent?: SentStart | undefined;
    }
  /** Nothing is left to do: nothing was sent, the start was refused, or the execution ended, was cancelled or left. */
  | { readonly phase: 'nothing' | 'refused' | 'ended' | 'cancelled' | 'left'; readonly jobId: string };

const text = v.string();
const digests = v.record(text, text);
const sent = v.object({
  jobId: text,
  baseline: v.object({ ids: v.array(text), olderMs: v.optional(v.number()) }),
  digests: v.optional(v.object({ options: digests, parameters: digests, trigger: text })),
});
const savedRun = v.variant('phase', [
  v.object({
    phase: v.literal('open'),
    jobId: text,
    sent,
    cancel: v.boolean(),
    isResent: v.optional(v.boolean()),
  }),
  v.object({
    phase: v.literal('known'),
    jobId: text,
    jobExecutionId: text,
    cancel: v.boolean(),
    how: v.picklist(['started', 'found', 'resumed', 'attached']),
    resent: v.optional(sent),
  }),
  v.object({ phase: v.picklist(['nothing', 'refused', 'ended', 'cancelled', 'left']), jobId: text }),
]);
const savedState = v.object({ runs: v.array(savedRun) });

/** Whether something is left to do for the post step. */
export function isUnsettled(run: SavedRun): run is Extract<SavedRun, { phase: 'open' | 'known' }> {
  return run.phase === 'open' || run.phase === 'known';
}

type SettledPhase = 'ended' | 'cancelled' | 'left';

/** What is to be remembered when an execution was followed to this ending; undefined while something is left to do for the post step. */
export function settledPhase(ending: Followed): SettledPhase | undefined {
  switch (ending.kind) {
    case 'crashed':
      return undefined;
    case 'step-cancelled':
      return phaseAfterCancel(ending.left);
    case 'wait-timeout':
      return ending.cancel ? phaseAfterCancel(ending.cancel) : 'left';
    case 'completed':
    case 'failed':
    case 'canceled':
      return 'ended';
    case 'started':
    case 'dry-run':
    case 'poll-failed':
    case 'not-listed':
    case 'started-twice':
      return 'left';
  }
}

function phaseAfterCancel(left: AfterCancel): SettledPhase | undefined {
  switch (left.kind) {
    case 'canceled':
      return 'cancelled';
    case 'ended':
      return 'ended';
    case 'left':
      return 'left';
    case 'refused':
      // Without the permission the post step cannot do better.
      return isKind(left.error, 'permission') ? 'left' : undefined;
    case 'asked':
    case 'no-response':
      return undefined;
  }
}

/** Writes the state of a step; settled runs of many need no place in it. */
export function writeState(runs: readonly SavedRun[]): string {
  return stringifyJson({ runs: runs.length > 1 ? runs.filter(isUnsettled) : runs });
}

/**
 * Reads what `writeState` wrote.
 * @returns no runs when the main step saved nothing: then it had sent no start
 * @throws ValiError or SyntaxError when it is not what a step saves
 */
export function readState(state: string): SavedRun[] {
  if (state === '') return [];
  // The check and the type cannot drift apart: the schema's output has to be a SavedRun.
  return v.parse(savedState, parseJson(state)).runs as SavedRun[];
}
