import { DataFlowError, isKind } from '../../dataflow/errors.ts';
import { InputError } from '../../inputs/reader.ts';
import { missingFields } from '../../job/condition.ts';
import { type Failure, JobFailure } from '../../job/context.ts';
import { GateUnmet, type UnmetGate } from '../../job/last-execution.ts';
import { formatDuration } from '../../time/duration.ts';
import { StepCancelled } from '../../time/step-cancelled.ts';
import { remedyFor } from '../causes.ts';
import type { Explanation } from '../explanation.ts';
import {
  created,
  describeLast,
  done,
  lastExecution,
  sentences,
  settings,
  theJob,
  theJobFirst,
} from './facts.ts';
import type { JobProgress } from './progress.ts';

/** The text for each end of create-job, configure-job and get-job: the only place where these stand. */
export function explainSuccess(progress: JobProgress): Explanation {
  return { what: sentences(created(progress), settings(progress), lastExecution(progress)), next: [] };
}

/** What the failure of a step means, for its reader. */
export function explainFailure(progress: JobProgress, error: unknown): Explanation {
  if (error instanceof InputError) return badInputs(progress, error.problems);
  if (error instanceof StepCancelled) return stepCancelled(progress);
  if (error instanceof JobFailure) return failed(progress, error.failure);
  if (error instanceof GateUnmet) return gateUnmet(progress, error);
  if (error instanceof DataFlowError) return refused(progress, error);
  return {
    what: sentences(done(progress), `This action failed unexpectedly: ${String(error)}.`),
    cause: 'this action',
    next: ['Please report this with the log of the step.'],
  };
}

function badInputs(progress: JobProgress, problems: readonly string[]): Explanation {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  const none = progress.action === 'create-job' ? 'No job was created' : 'No job was named';
  const subject = progress.jobId === undefined ? none : theJobFirst(progress);
  return {
    what: `${subject}: nothing was sent. ${count} with the inputs:\n${list}`,
    cause: 'the inputs',
    next: [
      `Correct them in the workflow${progress.action === 'create-job' ? ' or in the definition file' : ''}.`,
    ],
  };
}

function stepCancelled(progress: JobProgress): Explanation {
  const again = 'Run the step again: it finds what is there, and does only what is missing.';
  const isUnclear = progress.create === 'unclear' || progress.save === 'sent' || progress.save === 'taken';
  return {
    what: sentences('The step was cancelled.', done(progress)),
    cause: 'whoever cancelled the step',
    next: isUnclear ? [`Look at ${theJob(progress)} in the Data Flow console.`, again] : [again],
  };
}

function failed(progress: JobProgress, failure: Failure): Explanation {
  switch (failure.why) {
    case 'exists':
      return {
        what: `No job was created: "${failure.name}" exists (${failure.jobIds.join(', ')}), and ifExists is fail.`,
        cause: 'the job',
        next: ['Use ifExists: reuse or create, or another name.'],
      };
    case 'several':
      return {
        what: `No job was created and none was chosen: ${failure.jobIds.length} jobs are named "${failure.name}": ${failure.jobIds.join(', ')}.`,
        cause: 'the job',
        next: ['Rename or delete in the Data Flow console what is not meant, or use another name.'],
      };
    case 'create-lost':
      return createLost(failure);
    case 'differs':
      return {
        what: `The saved settings of ${theJob(progress)} differ from what is wanted: ${failure.fields.join(', ')}. Nothing was sent, since check is true.`,
        cause: 'the job',
        next: ['Run the step without check to save what is wanted, or correct jobCondition.'],
      };
    case 'did-not-stick':
      return {
        what: `${sentences(created(progress))} The settings of ${theJob(progress)} were sent and taken, but these are not saved as sent: ${failure.fields.join(', ')}.`.trim(),
        cause: 'the service',
        next: [
          'Look at the job in the Data Flow console. Somebody else may have changed it at the same time; a field that the service does not know is not saved.',
        ],
      };
  }
}

function createLost({ name, error, candidates }: Extract<Failure, { why: 'create-lost' }>): Explanation {
  const what = `The answer to createJob for job "${name}" was lost: ${error.message}.`;
  const open =
    candidates.length === 0
      ? 'Whether there is a job now could not be told.'
      : `One of these may be it: ${candidates.join(', ')}. No other was created.`;
  return {
    what: `${what} ${open}`,
    cause: remedyFor(error).cause,
    next: ['Look for the job in the Data Flow console before you run the step again.'],
  };
}

function gateUnmet(progress: JobProgress, { unmet, gates }: GateUnmet): Explanation {
  const { last } = progress;
  const wanted: Record<UnmetGate, string> = {
    requireLastStatus: `requireLastStatus is ${gates.requireLastStatus}`,
    maxAge: `maxAge is ${formatDuration(gates.maxAgeMs ?? 0)}`,
  };
  return {
    what: `${theJobFirst(progress)}: ${last ? describeLast(last) : ''}; ${unmet.map((gate) => wanted[gate]).join(', and ')}.`,
    cause: 'the job',
    next: [
      last?.executed
        ? "Look at the job's execution history in the Data Flow console; run the job again, and then this step."
        : 'Run the job, and then this step.',
    ],
  };
}

function refused(progress: JobProgress, error: DataFlowError): Explanation {
  return {
    what: `${whatFailed(progress, error)}: ${error.message}.`,
    cause: remedyFor(error).cause,
    next: [nextAfter(progress, error)],
  };
}

function whatFailed(progress: JobProgress, error: DataFlowError): string {
  const { action, save, create } = progress;
  if (action === 'get-job') return `${theJobFirst(progress)} could not be read`;
  const open = save === 'taken' || (save === 'sent' && error.mayHaveBeenProcessed);
  const outcome = open ? 'it could not be proven that its settings are saved' : 'its settings were not saved';
  if (action === 'configure-job') return `${theJobFirst(progress)}: ${outcome}`;
  if (create === 'created') return `${theJobFirst(progress)} was created and exists, but ${outcome}`;
  if (create === 'found') return `${theJobFirst(progress)} exists, but ${outcome}`;
  return progress.name ? `${theJobFirst(progress)} was not created` : 'No job was created';
}

function nextAfter({ settings: sent, action }: JobProgress, error: DataFlowError): string {
  const { operation, status } = error.facts;
  if (operation === 'updateJobExecuteConfig' && status === 400 && sent) {
    const missing = missingFields(sent);
    return missing.length > 0
      ? `Neither jobCondition nor the job's saved settings have ${missing.join(', ')}: give it in jobCondition, or save it in the job.`
      : 'Correct what the service names. All saved settings are sent along: to replace one of them, give it in jobCondition.';
  }
  if (operation === 'getJobs' && isKind(error, 'not-found') && action === 'create-job')
    return 'The service does not list jobs by name (getJobs), so that an existing job cannot be found. Check apiUrl; ifExists: create does without.';
  if (operation === 'createJob' && status === 400)
    return 'Correct what the service names in the definition file, and run the step again.';
  return remedyFor(error).next;
}
