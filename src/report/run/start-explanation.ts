import { type Ending, executionOf, type Result } from '../../execution/outcome.ts';
import { giveMissing, remedyFor } from '../causes.ts';
import { type Explanation, listed } from '../explanation.ts';
import { CONSOLE_HISTORY, jobName } from './result-names.ts';

type EndingOf<K extends Ending['kind']> = Extract<Ending, { kind: K }>;

/** The start was refused, or the job could not be read. */
export function refused({ error, missing }: EndingOf<'refused'>): Explanation {
  const isAboutMissing = error.facts.status === 400 && missing.length > 0;
  return {
    what: `No execution was started: ${error.message}.`,
    cause: remedyFor(error).cause,
    next: [isAboutMissing ? giveMissing(missing) : remedyFor(error).next],
  };
}

/** A re-run cannot read what an earlier attempt has started. */
export function earlierUnreadable({ reason, nextStep }: EndingOf<'earlier-attempt-unreadable'>): Explanation {
  return {
    what: `No execution was started. ${reason}`,
    cause: 'an earlier attempt may have started the job already; starting now might be the second time',
    next: [nextStep, `Check ${CONSOLE_HISTORY} before you start the job again.`],
  };
}

/** Whether there is an execution of the start is not known. */
export function startUnclear(
  result: Result,
  { error, candidates, searchError }: EndingOf<'start-unclear'>,
): Explanation {
  const sent = error.mayHaveBeenProcessed
    ? `The response to the start of job ${jobName(result)} was lost. ${error.message}.`
    : `The start of job ${jobName(result)} was refused, and yet a new execution is listed. ${error.message}.`;
  if (candidates.length === 0) {
    return {
      what: `${sent} Whether there is an execution is not known${searchError ? `: ${searchError.message}` : ''}.`,
      cause: remedyFor(error).cause,
      next: [
        `Check ${CONSOLE_HISTORY} before you run the step again. If it is there, run the step with its id as jobExecutionId.`,
      ],
    };
  }
  return {
    what: `${sent} ${candidates.length === 1 ? 'This execution may come from it' : 'One of these executions may come from it'}: ${listed(candidates)}. Nothing more was started, and nothing was cancelled.`,
    cause: remedyFor(error).cause,
    next: [
      'Find out in the Data Flow console which one it is, and run the step with its id as jobExecutionId; cancel what is not needed.',
    ],
  };
}

/** Two executions may come from the start. */
export function startedTwice(result: Result, { others }: EndingOf<'started-twice'>): Explanation {
  const { jobExecutionId, execution } = executionOf(result);
  return {
    what: `The job may have been started twice: execution ${jobExecutionId} (${execution?.status ?? 'no status'}) and ${listed(others)} are new, and each may come from this start: its response was lost.`,
    cause: 'the service processed a start late, or somebody else started the job in the same minutes',
    next: ['Compare them in the Data Flow console, cancel what is not needed, and check what the job wrote.'],
  };
}
