import type { Gates, UnmetGate } from '../../job/last-execution.ts';
import type { Failure, JobOutcome } from '../../job/outcome.ts';
import { formatDuration } from '../../time/duration.ts';
import { remedyFor } from '../causes.ts';
import type { Explanation } from '../explanation.ts';
import { created, describeExecutions, type SubAction, sentences, theJob, theJobFirst } from './facts.ts';

/** The text for each reason why a job is not as it should be. */
export function explainJobFailure(action: SubAction, outcome: JobOutcome, failure: Failure): Explanation {
  switch (failure.why) {
    case 'exists':
      return {
        what: `No job was created: "${failure.name}" exists (${failure.jobIds.join(', ')}), and ifExists is fail.`,
        cause: 'a job of this name exists',
        next: ['Use ifExists: reuse, update or create, or another name.'],
      };
    case 'several':
      return {
        what: `No job was created and none was chosen: ${failure.jobIds.length} jobs are named "${failure.name}": ${failure.jobIds.join(', ')}.`,
        cause: 'more than one job has this name',
        next: ['Rename or delete in the Data Flow console what is not meant, or use another name.'],
      };
    case 'create-lost':
      return createLost(failure);
    case 'refused-twice':
      return {
        what: `${theJobFirst(outcome)} was not created. Without a type: ${failure.first.message}. With type: VISUAL: ${failure.second.message}.`,
        cause: remedyFor(failure.second).cause,
        next: [
          'Correct what the service names in the definition file, add type: VISUAL or SCRIPT, and run the step again.',
        ],
      };
    case 'differs':
      return differs(action, outcome, failure);
    case 'did-not-stick':
      return didNotStick(action, outcome, failure.fields);
    case 'gate':
      return gateUnmet(outcome, failure.unmet, failure.gates);
  }
}

function createLost({ name, error, candidates }: Extract<Failure, { why: 'create-lost' }>): Explanation {
  const open =
    candidates.length === 0
      ? 'Whether there is a job now is not known.'
      : `One of these may be it: ${candidates.join(', ')}. No other was created.`;
  return {
    what: `The response to createJob for job "${name}" was lost: ${error.message}. ${open}`,
    cause: remedyFor(error).cause,
    next: ['Search for the job in the Data Flow console before you run the step again.'],
  };
}

function differs(
  action: SubAction,
  outcome: JobOutcome,
  { by, fields }: Extract<Failure, { why: 'differs' }>,
): Explanation {
  const cause = 'the job is not as the repository says';
  if (outcome.creation === 'not-there')
    return {
      what: `${theJobFirst(outcome)} does not exist. It was not created, because check is true.`,
      cause,
      next: ['Run the step without check to create it.'],
    };
  const subject =
    action === 'configure-job' ? `The saved settings of ${theJob(outcome)}` : theJobFirst(outcome);
  const because = by === 'check' ? 'check is true' : 'ifExists is reuse';
  const file = action === 'create-job' ? 'the definition file' : 'jobCondition';
  return {
    what: `${subject} ${action === 'configure-job' ? 'differ' : 'differs'} from what is wanted: ${fields.join(', ')}. Nothing was sent, because ${because}.`,
    cause,
    next: [
      by === 'check'
        ? `Run the step without check${action === 'create-job' ? ' (for the nodes with ifExists: update)' : ''} to save what is wanted, or correct ${file}.`
        : 'Use ifExists: update to change the job, or correct the definition file.',
    ],
  };
}

function didNotStick(action: SubAction, outcome: JobOutcome, fields: readonly string[]): Explanation {
  const isNew = outcome.creation === 'created';
  const ofSettings = fields.every((field) => field.startsWith('jobCondition.'));
  const subject = ofSettings
    ? `The saved settings of ${theJob(outcome)} were`
    : `${theJobFirst(outcome)} was`;
  const nodes = fields.includes('nodes')
    ? ['Change the nodes in the Data Flow console when the updateJob of the service does not take them.']
    : [];
  return {
    what: sentences(
      isNew ? created(action, outcome) : '',
      `${subject} sent and accepted, but the service shows other values: ${fields.join(', ')}.`,
    ),
    cause: 'the service',
    next: [
      'Check the job in the Data Flow console. Somebody else may have changed it at the same time; the service does not save a field that it has not documented.',
      ...nodes,
    ],
  };
}

function gateUnmet(outcome: JobOutcome, unmet: readonly UnmetGate[], gates: Gates): Explanation {
  const { requireLastStatus, maxAgeMs, completedWithinMs } = gates;
  const wanted: Record<UnmetGate, string> = {
    requireLastStatus: `requireLastStatus is ${requireLastStatus}`,
    maxAge: `maxAge is ${formatDuration(maxAgeMs ?? 0)}`,
    requireCompletedWithin: `requireCompletedWithin is ${formatDuration(completedWithinMs ?? 0)}`,
  };
  return {
    what: `${theJobFirst(outcome)}: ${describeExecutions(outcome)}; ${unmet.map((gate) => wanted[gate]).join(', and ')}.`,
    cause: 'the executions of the job are not as required',
    next: [
      outcome.executions?.last.executed
        ? "Check the job's execution history in the Data Flow console; run the job again, and then this step."
        : 'Run the job, and then this step.',
    ],
  };
}
