import { consoleLogPath } from '../../dataflow/execution-facts.ts';
import { type Ending, executionOf, type Result } from '../../execution/outcome.ts';
import { missingFields } from '../../job/condition.ts';
import { formatDuration } from '../../time/duration.ts';
import { giveMissing, remedyFor } from '../causes.ts';
import { badInputs, defect, type Explanation, listed } from '../explanation.ts';
import { afterCancel, nextAfterCancel } from './after-cancel.ts';
import { attachTo, CONSOLE_HISTORY, executionName, jobName, took } from './result-names.ts';
import { earlierUnreadable, refused, startedTwice, startUnclear } from './start-explanation.ts';

type EndingOf<K extends Ending['kind']> = Extract<Ending, { kind: K }>;

/**
 * The text for each ending: the only place where these are.
 * @param reason the line of the console log that says why the job failed, where one was recognised
 */
export function explain(result: Result, reason?: string): Explanation {
  const { ending } = result;
  const execution = executionName(result);
  const attach = attachTo(executionOf(result).jobExecutionId);
  switch (ending.kind) {
    case 'completed':
      return { what: `${execution} COMPLETED${took(result)}.`, next: [] };
    case 'started':
      return { what: `${execution} is started; wait is false, so the step does not wait.`, next: [attach] };
    case 'dry-run':
      return dryRun(result);
    case 'failed':
      return failed(result, reason);
    case 'canceled':
      return {
        what: `${execution} was CANCELED in Data Flow${took(result)}.`,
        cause: 'somebody cancelled it in the console or through the API, or its own timeout ended it',
        next: ['Run the step again, if necessary with a larger jobCondition.timeout.'],
      };
    case 'bad-inputs':
      return badInputs(ending.problems, 'No execution was started');
    case 'refused':
      return refused(ending);
    case 'already-running':
      return {
        what: `No execution was started: job ${jobName(result)} is running already (${listed(ending.others)}), and ifRunning is fail.`,
        cause: 'another execution of the job is active',
        next: ['Wait until it has ended, or use ifRunning: queue, attach or replace.'],
      };
    case 'others-still-running':
      return {
        what: `No execution was started: ${listed(ending.others)} of job ${jobName(result)} had not ended when waitTimeout was over.`,
        cause: 'another execution of the job takes longer than waitTimeout',
        next: ['Raise waitTimeout, or check in the Data Flow console why it takes so long.'],
      };
    case 'others-not-cancelled':
      return {
        what: `No execution was started: ${listed(ending.others)} is still running and could not be cancelled. ${ending.error.message}.`,
        cause: remedyFor(ending.error).cause,
        next: [remedyFor(ending.error).next],
      };
    case 'earlier-attempt-unreadable':
      return earlierUnreadable(ending);
    case 'start-unclear':
      return startUnclear(result, ending);
    case 'started-twice':
      return startedTwice(result, ending);
    case 'poll-failed':
      return {
        what: `${execution} may still be running: its state could not be read. ${ending.error.message}.`,
        cause: remedyFor(ending.error).cause,
        next: [remedyFor(ending.error).next, attach],
      };
    case 'not-listed':
      return notListed(result, execution);
    case 'wait-timeout':
      return waitTimeout(result, ending, attach);
    case 'step-cancelled':
      return cancelled(afterCancel(ending.left, execution), nextAfterCancel(ending.left, attach));
    case 'cancelled-before-start':
      return cancelled('No execution was started.', []);
    case 'cancelled-during-start':
      return cancelled(
        'A start was sent, and its response had not come yet: the post step searches for its execution.',
        ['Read the log of the post step of this step.'],
      );
    case 'crashed':
      return defect(`${execution} may still be running`, ending.error, [attach]);
    case 'crashed-during-start':
      return defect('A start was sent; the post step searches for its execution', ending.error, []);
    case 'crashed-before-start':
      return defect('No execution was started', ending.error, []);
  }
}

function cancelled(what: string, next: readonly string[]): Explanation {
  return {
    what: `The step was cancelled. ${what}`,
    cause: 'the workflow was cancelled, or timeout-minutes is over',
    next,
  };
}

function failed(result: Result, reason: string | undefined): Explanation {
  const { execution } = executionOf(result);
  const path = execution && consoleLogPath(execution);
  const attempts = result.attempts > 1 ? ` It was attempt ${result.attempts}.` : '';
  return {
    what: `${executionName(result)} FAILED${took(result)}.${attempts}${reason ? `\nThe console log says: ${reason}` : ''}`,
    cause: 'the job failed',
    next: [
      path
        ? `Read the console log, correct the job, and run the step again. The log in Object Storage: ${path}`
        : `Open the execution in the Data Flow console; correct the job, and run the step again.`,
    ],
  };
}

function dryRun(result: Result): Explanation {
  const missing = result.condition ? missingFields(result.condition.jobCondition) : [];
  return {
    what: 'dryRun: the inputs, the key and the job were checked, and nothing is wrong. No execution was started.',
    next: missing.length > 0 ? [giveMissing(missing)] : [],
  };
}

function notListed(result: Result, execution: string): Explanation {
  const isOwn = result.state === 'followed' && result.how !== 'attached';
  return {
    what: isOwn
      ? `${execution} is not listed any more, although it was started.`
      : `${execution} was not found.`,
    cause: isOwn ? 'the service does not list the execution' : 'the inputs',
    next: [`Check jobId and jobExecutionId against ${CONSOLE_HISTORY}.`],
  };
}

function waitTimeout(
  result: Result,
  { limitMs, cancel }: EndingOf<'wait-timeout'>,
  attach: string,
): Explanation {
  const { execution } = executionOf(result);
  const status = cancel ? '' : ` (${execution?.status || 'no status'})`;
  const what = `${executionName(result)} had not ended when waitTimeout (${formatDuration(limitMs)}) was over${status}.`;
  const raise = 'If it is only slow, raise waitTimeout.';
  const cause = `waitTimeout (${formatDuration(limitMs)}) is over`;
  if (!cancel) return { what: `${what} It was left running.`, cause, next: [attach, raise] };
  return {
    what: `${what} ${afterCancel(cancel, 'It')}`,
    cause,
    next: [...nextAfterCancel(cancel, attach), raise],
  };
}
