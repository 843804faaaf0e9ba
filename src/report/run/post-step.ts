import type { CleanUp } from '../../execution/post-step.ts';
import type { SavedRun } from '../../execution/saved-state.ts';
import { remedyFor } from '../causes.ts';
import { badInputs, type Explanation, listed } from '../explanation.ts';
import { afterCancel, nextAfterCancel } from './after-cancel.ts';
import { attachTo } from './result-names.ts';

const CHECK_CONSOLE =
  "Check the job's execution history in the Data Flow console, and cancel what is not needed.";

/** What the post step did, and whether nothing is left running that should not be. */
export function explainCleanUp(jobId: string, result: CleanUp): Cleaned {
  const ended = `The step ended while it started an execution of job ${jobId}.`;
  switch (result.kind) {
    case 'nothing-started':
      return { isClean: true, what: `${ended} None was started.`, next: [] };
    case 'left':
      return withOthers(result.others, {
        isClean: true,
        what: `The step ended early. Execution ${result.jobExecutionId} was left running, as onCancel says.`,
        next: [attachTo(result.jobExecutionId)],
      });
    case 'unclear':
      return {
        isClean: false,
        what: `${ended} Whether there is one is not known${result.error ? `: ${result.error.message}` : ''}.`,
        cause: result.error ? remedyFor(result.error).cause : 'the post step was cancelled',
        next: [CHECK_CONSOLE],
      };
    case 'candidates':
      return {
        isClean: false,
        what: `${ended} These executions are new, and one may come from it: ${listed(result.candidates)}. None was cancelled, since it is not proven that one is from this step.`,
        cause: 'the response to the start did not come before the step ended',
        next: [CHECK_CONSOLE],
      };
    case 'cancelled':
      return withOthers(result.others, cancelled(result));
  }
}

type Cleaned = Explanation & { readonly isClean: boolean };

/** The start was resent, and the request before may have been processed, too. */
function withOthers(others: readonly string[], cleaned: Cleaned): Cleaned {
  if (others.length === 0) return cleaned;
  return {
    isClean: false,
    what: `${cleaned.what} Its start was resent, and the request before may have made another one: ${listed(others)}. It was not cancelled, since it is not proven that it is from this step.`,
    cause: cleaned.cause ?? 'the response to the start was lost',
    next: [...cleaned.next.filter((step) => step !== CHECK_CONSOLE), CHECK_CONSOLE],
  };
}

/** Why the post step could not even begin, and what it was to clean up. */
export function explainNoCleanUp(runs: readonly SavedRun[], problems: readonly string[]): Explanation {
  const open = runs.map((run) =>
    run.phase === 'known' ? `execution ${run.jobExecutionId}` : `a start of job ${run.jobId}`,
  );
  const explanation = badInputs(problems, `The step ended early, and ${listed(open)} was not cleaned up`);
  return { ...explanation, next: [...explanation.next, CHECK_CONSOLE] };
}

function cancelled({ jobExecutionId, outcome }: Extract<CleanUp, { kind: 'cancelled' }>): Cleaned {
  const what = `The step ended early. ${afterCancel(outcome, `Execution ${jobExecutionId}`)}`;
  if (outcome.kind === 'canceled' || outcome.kind === 'ended') return { isClean: true, what, next: [] };
  return {
    isClean: false,
    what,
    cause:
      outcome.kind === 'refused'
        ? remedyFor(outcome.error).cause
        : 'the service did not confirm the cancel in time',
    next: outcome.kind === 'refused' ? nextAfterCancel(outcome, '') : [CHECK_CONSOLE],
  };
}
