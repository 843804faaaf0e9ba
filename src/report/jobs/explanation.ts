import { type DataFlowError, isKind } from '../../dataflow/errors.ts';
import { missingFields } from '../../job/condition.ts';
import type { JobOutcome } from '../../job/outcome.ts';
import { withoutFullStop } from '../../text/plain.ts';
import { giveMissing, remedyFor } from '../causes.ts';
import { badInputs, defect, type Explanation } from '../explanation.ts';
import {
  changed,
  created,
  done,
  executionsOf,
  type SubAction,
  sentences,
  theJob,
  theJobFirst,
} from './facts.ts';
import { explainJobFailure } from './failure.ts';

/** The text for each end of create-job, configure-job and get-job. */
export function explainJob(action: SubAction, outcome: JobOutcome): Explanation {
  const { end } = outcome;
  switch (end.kind) {
    case 'done':
      return {
        what: sentences(created(action, outcome), changed(action, outcome), executionsOf(outcome)),
        next: [],
      };
    case 'failed':
      return explainJobFailure(action, outcome, end.failure);
    case 'refused':
      return refused(action, outcome, end.error);
    case 'bad-inputs':
      return wrongInputs(action, outcome, end.problems);
    case 'cancelled':
      return cancelled(action, outcome);
    case 'crashed':
      return defect(withoutFullStop(done(action, outcome)), end.error);
  }
}

function wrongInputs(action: SubAction, outcome: JobOutcome, problems: readonly string[]): Explanation {
  const none = action === 'create-job' ? 'No job was created' : 'No job was named';
  const where = action === 'create-job' ? 'the workflow or in the definition file' : 'the workflow';
  return badInputs(problems, outcome.jobId === undefined ? none : theJobFirst(outcome), where);
}

function cancelled(action: SubAction, outcome: JobOutcome): Explanation {
  const { creation, update, save } = outcome;
  const again = 'Run the step again: it finds what is there, and does only what is missing.';
  const isOpen =
    creation === 'unclear' || [update, save].some((change) => change === 'sent' || change === 'taken');
  return {
    what: sentences('The step was cancelled.', done(action, outcome)),
    cause: 'the workflow was cancelled',
    next: isOpen ? [`Check ${theJob(outcome)} in the Data Flow console.`, again] : [again],
  };
}

function refused(action: SubAction, outcome: JobOutcome, error: DataFlowError): Explanation {
  return {
    what: `${whatFailed(action, outcome, error)}: ${error.message}.`,
    cause: remedyFor(error).cause,
    next: [nextAfter(action, outcome, error)],
  };
}

function whatFailed(action: SubAction, outcome: JobOutcome, error: DataFlowError): string {
  const { creation, update, save } = outcome;
  const job = theJobFirst(outcome);
  if (action === 'get-job') return `${job} could not be read`;
  const isOpen = (change: typeof save) =>
    change === 'taken' || (change === 'sent' && error.mayHaveBeenProcessed);
  const result = isOpen(update)
    ? 'it is not proven that the job was changed'
    : isOpen(save)
      ? 'it is not proven that its settings are saved'
      : error.facts.operation === 'updateJob'
        ? 'it was not changed'
        : 'its settings were not saved';
  if (action === 'configure-job') return `${job}: ${result}`;
  if (creation === 'created') return `${job} was created and exists, but ${result}`;
  if (creation === 'found') return `${job} exists, but ${result}`;
  return outcome.name ? `${job} was not created` : 'No job was created';
}

function nextAfter(action: SubAction, { settings }: JobOutcome, error: DataFlowError): string {
  const { operation, status } = error.facts;
  if (operation === 'updateJobExecuteConfig' && status === 400 && settings) {
    const missing = missingFields(settings);
    return missing.length > 0
      ? giveMissing(missing)
      : 'Correct what the service names. All saved settings are sent along: to replace one of them, give it in jobCondition.';
  }
  if (operation === 'getJobs' && isKind(error, 'not-found') && action === 'create-job')
    return 'The service does not list jobs by name (getJobs), so that an existing job cannot be found. Check apiUrl; ifExists: create works without the list.';
  if (operation === 'updateJob' && (status === 404 || status === 405))
    return 'The service has updateJob neither as PUT nor as PATCH: change the job in the Data Flow console, or create one under another name.';
  if (['createJob', 'updateJob'].includes(operation) && status === 400)
    return 'Correct what the service names in the definition file, and run the step again.';
  return remedyFor(error).next;
}
