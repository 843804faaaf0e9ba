import type { CleanUp } from '../../execution/post-step.ts';
import { remedyFor } from '../causes.ts';
import { afterCancel, type Explanation } from './explanation.ts';

const LOOK_IN_CONSOLE =
  "Look at the job's execution history in the Data Flow console, and cancel what nobody needs.";

/** What the post step found, and whether nothing is left running that should not be. */
export function explainCleanUp(result: CleanUp): Explanation & { readonly isClean: boolean } {
  switch (result.kind) {
    case 'nothing-started':
      return {
        isClean: true,
        what: 'The step was ended while it started an execution: none was started, or it was cancelled already.',
        next: [],
      };
    case 'left':
      return {
        isClean: true,
        what: `The step was ended. Execution ${result.jobExecutionId} was left running, as onCancel says.`,
        next: [`To pick it up, run the step with jobExecutionId: ${result.jobExecutionId}.`],
      };
    case 'unclear':
      return {
        isClean: false,
        what: `The step was ended while it started an execution; whether there is one could not be told${result.error ? `: ${result.error.message}` : ''}.`,
        cause: result.error ? remedyFor(result.error).cause : 'the service failed',
        next: [LOOK_IN_CONSOLE],
      };
    case 'several':
      return {
        isClean: false,
        what: `The step was ended while it started an execution. One of these may be it: ${result.candidates.join(', ')}; none was cancelled.`,
        cause: 'the service',
        next: [LOOK_IN_CONSOLE],
      };
    case 'cancelled':
      return afterCleanUp(result);
  }
}

function afterCleanUp({
  jobExecutionId,
  outcome,
}: Extract<CleanUp, { kind: 'cancelled' }>): Explanation & { readonly isClean: boolean } {
  const what = `The step was ended. ${afterCancel(outcome, `Execution ${jobExecutionId}`)}`;
  if (outcome.kind === 'canceled' || outcome.kind === 'ended') return { isClean: true, what, next: [] };
  const isRefused = outcome.kind === 'refused';
  return {
    isClean: false,
    what,
    cause: isRefused ? remedyFor(outcome.error).cause : 'the service',
    next: [...(isRefused ? [remedyFor(outcome.error).next] : []), LOOK_IN_CONSOLE],
  };
}
