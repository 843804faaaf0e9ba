import type { DataFlowError } from '../../dataflow/errors.ts';
import { consoleLogPath, durationMs } from '../../dataflow/execution-facts.ts';
import type { CancelOutcome, Ending, LeftAtCancel, Result } from '../../execution/outcome.ts';
import { missingFields } from '../../job/condition.ts';
import { formatDuration } from '../../time/duration.ts';
import { remedyFor } from '../causes.ts';

/** What the reader of a step needs to know: what happened, whose cause it was, what to do next. */
export interface Explanation {
  readonly what: string;
  /** Undefined where nothing went wrong. */
  readonly cause?: string;
  readonly next: readonly string[];
}

/**
 * The text for each ending: the only place where these stand.
 * @param reason the line of the console log that says why the job failed, where one was recognised
 */
export function explain(result: Result, reason?: string): Explanation {
  const { ending } = result;
  const execution = executionName(result);
  const attach = `To pick it up, run the step with jobExecutionId: ${result.jobExecutionId}.`;
  switch (ending.why) {
    case 'completed':
      return { what: `${execution} COMPLETED${took(result)}.`, next: [] };
    case 'started':
      return {
        what: `${execution} is started; wait is false, so the step does not wait for it.`,
        next: [attach],
      };
    case 'dry-run':
      return dryRun(result);
    case 'failed':
      return {
        what: `${execution} FAILED${took(result)}.${reason ? `\nThe console log says: ${reason}` : ''}`,
        cause: 'the job',
        next: [readTheLog(result)],
      };
    case 'canceled':
      return {
        what: `${execution} was CANCELED in Data Flow${took(result)}.`,
        cause: 'the job',
        next: [
          'Somebody cancelled it in the console or through the API, or its own timeout ended it. Run the step again, if need be with a larger jobCondition.timeout.',
        ],
      };
    case 'bad-inputs':
      return badInputs(ending.problems);
    case 'refused':
      return refused(ending.error, ending.missing);
    case 'already-running':
      return {
        what: `No execution was started: job ${jobName(result)} is running already (${ending.others.join(', ')}), and ifRunning is fail.`,
        cause: 'the job',
        next: ['Wait until they have ended, or use ifRunning: queue, attach or replace.'],
      };
    case 'others-still-running':
      return {
        what: `No execution was started: ${ending.others.join(', ')} of job ${jobName(result)} had not ended when waitTimeout passed.`,
        cause: 'the job',
        next: ['Raise waitTimeout, or look in the Data Flow console why they take so long.'],
      };
    case 'others-not-cancelled':
      return {
        what: `No execution was started: ${ending.others.join(', ')} is still running and could not be cancelled: ${ending.error.message}.`,
        cause: remedyFor(ending.error).cause,
        next: [remedyFor(ending.error).next],
      };
    case 'start-lost':
      return startLost(result, ending);
    case 'sight-lost':
      return {
        what: `${execution} may still be running: its state could not be read. ${ending.error.message}.`,
        cause: remedyFor(ending.error).cause,
        next: [remedyFor(ending.error).next, attach],
      };
    case 'not-listed':
      return {
        what: `${execution} is not known to the service${result.startedHere ? ' any more, although it was started' : ''}.`,
        cause: result.startedHere ? 'the service' : 'the inputs',
        next: ['Check jobId and jobExecutionId against the execution history in the Data Flow console.'],
      };
    case 'wait-timeout':
      return waitTimeout(result, ending.cancel, attach);
    case 'step-cancelled':
      return {
        what: `The step was cancelled. ${afterCancel(ending.left, execution)}`,
        cause: 'whoever cancelled the step',
        next: nextAfterCancel(ending.left, attach),
      };
    case 'crashed':
      return {
        what: `${stateAfterCrash(result, ending.startSent)}: this action failed unexpectedly: ${String(ending.error)}.`,
        cause: 'this action',
        next: ['Please report this with the log of the step.', ...(result.jobExecutionId ? [attach] : [])],
      };
  }
}

function stateAfterCrash(result: Result, startSent: boolean): string {
  if (result.jobExecutionId) return `${executionName(result)} may still be running`;
  return startSent ? 'A start was sent; the post step looks for its execution' : 'No execution was started';
}

/** `Execution X of job "name"`, or that there is none. */
function executionName(result: Result): string {
  return result.jobExecutionId
    ? `Execution ${result.jobExecutionId} of job ${jobName(result)}`
    : `The execution of job ${jobName(result)}`;
}

function jobName({ execution, job, jobId }: Result): string {
  const name = execution?.jobName ?? job?.name;
  return name ? `"${name}" (${jobId})` : jobId;
}

function took({ execution }: Result): string {
  const ms = execution && durationMs(execution);
  return ms === undefined ? '' : ` after ${formatDuration(ms)}`;
}

function readTheLog({ execution }: Result): string {
  const path = execution && consoleLogPath(execution);
  return path
    ? `Read the console log in Object Storage, ${path}; correct the job, and run the step again.`
    : 'Look the execution up in the Data Flow console; correct the job, and run the step again.';
}

function badInputs(problems: readonly string[]): Explanation {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return {
    what: `No execution was started: nothing was sent. ${count} with the inputs:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    cause: 'the inputs',
    next: ['Correct them in the workflow.'],
  };
}

function dryRun({ condition }: Result): Explanation {
  const missing = condition ? missingFields(condition.jobCondition) : [];
  return {
    what: 'dryRun: the inputs, the key and the job are in order. No execution was started.',
    next: missing.length > 0 ? [giveMissing(missing)] : [],
  };
}

function giveMissing(missing: readonly string[]): string {
  return `Neither jobCondition nor the job's saved settings have ${missing.join(', ')}: give it in jobCondition, or save it in the job.`;
}

function refused(error: DataFlowError, missing: readonly string[]): Explanation {
  const isAboutMissing = error.facts.status === 400 && missing.length > 0;
  return {
    what: `No execution was started: ${error.message}.`,
    cause: remedyFor(error).cause,
    next: [isAboutMissing ? giveMissing(missing) : remedyFor(error).next],
  };
}

function startLost(
  result: Result,
  { error, candidates, searchError }: Extract<Ending, { why: 'start-lost' }>,
): Explanation {
  const what = `The answer to the start of job ${jobName(result)} was lost: ${error.message}.`;
  if (candidates.length === 0) {
    return {
      what: `${what} Whether there is an execution could not be told${searchError ? `: ${searchError.message}` : ''}.`,
      cause: remedyFor(error).cause,
      next: [
        "Look at the job's execution history in the Data Flow console before you run the step again. If it is there, run the step with its id as jobExecutionId.",
      ],
    };
  }
  return {
    what: `${what} One of these may be it: ${listed(candidates)}. No other was started.`,
    cause: remedyFor(error).cause,
    next: [
      'Find out which it is in the Data Flow console, and run the step with that jobExecutionId; cancel what nobody needs.',
    ],
  };
}

function waitTimeout(result: Result, cancel: CancelOutcome | undefined, attach: string): Explanation {
  const what = `waitTimeout has passed, and ${lowerFirst(executionName(result))} had not ended${cancel ? '' : ` (${result.execution?.status ?? 'no status'})`}.`;
  const raise = 'If it is only slow, raise waitTimeout.';
  if (!cancel) return { what: `${what} It was left running.`, cause: 'the job', next: [attach, raise] };
  return {
    what: `${what} ${afterCancel(cancel, 'It')}`,
    cause: 'the job',
    next: [...nextAfterCancel(cancel, attach), raise],
  };
}

/** What became of an execution that the step has let go of. */
export function afterCancel(
  left: CancelOutcome | { readonly kind: LeftAtCancel },
  execution: string,
): string {
  switch (left.kind) {
    case 'nothing':
      return 'No execution had been started.';
    case 'left':
      return `${execution} was left running.`;
    case 'start-unclear':
      return 'A start was under way; the post step looks whether there is an execution, and cancels it.';
    case 'canceled':
      return `${execution} was cancelled.`;
    case 'ended':
      return `${execution} had ended by itself before (${left.status}).`;
    case 'asked':
      return `${execution} was asked to stop; the service had not confirmed that yet.`;
    case 'refused':
      return `${execution} could not be cancelled and is still running: ${left.error.message}.`;
    case 'unanswered':
      return `${execution} may still be running: the service did not take the request to cancel it.`;
  }
}

function nextAfterCancel(left: CancelOutcome | { readonly kind: LeftAtCancel }, attach: string): string[] {
  switch (left.kind) {
    case 'left':
      return [attach];
    case 'refused':
      return [remedyFor(left.error).next, 'Cancel it in the Data Flow console if nobody needs it.'];
    case 'asked':
    case 'unanswered':
      return ['See in the post step, or in the Data Flow console, that it has stopped.'];
    case 'nothing':
    case 'start-unclear':
    case 'canceled':
    case 'ended':
      return [];
  }
}

/** All of them, or the first ones of very many. */
function listed(ids: readonly string[]): string {
  const most = 20;
  return ids.length <= most
    ? ids.join(', ')
    : `${ids.slice(0, most).join(', ')} and ${ids.length - most} more`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
