import type { Earlier } from '../execution/run.ts';
import type { Descriptions, Recorded } from './description.ts';
import type { GitHubError } from './github-error.ts';

/**
 * What the statuses of a commit show about earlier attempts. Descriptions that do not verify are ignored. The order
 * of the list does not count: the highest attempt does, then its highest number. So a status that somebody publishes
 * again changes nothing. What an attempt only attached to is not taken over. Whether the execution still counts is
 * decided in `execution/resume.ts`, by its state.
 * @param attempt the current attempt
 */
export function earlierIn(
  published: readonly string[],
  descriptions: Descriptions,
  attempt: number,
): Earlier {
  const records = published
    .map((description) => descriptions.read(description))
    .filter((record) => record !== undefined && record.attempt < attempt) as Recorded[];
  if (records.some((record) => records.some((other) => isOfAnotherStep(record, other)))) return SHARED;
  const started = records.filter(({ origin }) => origin === 'started').sort(newestFirst)[0];
  return started ? { kind: 'execution', jobExecutionId: started.jobExecutionId } : { kind: 'none' };
}

/**
 * Two records with one number in one attempt come from two steps that have the same identity: in a composite
 * action, or in a reusable workflow that runs twice.
 */
function isOfAnotherStep(one: Recorded, other: Recorded): boolean {
  const isSameStatus = one.attempt === other.attempt && one.sequence === other.sequence;
  return isSameStatus && (one.jobExecutionId !== other.jobExecutionId || one.origin !== other.origin);
}

function newestFirst(one: Recorded, other: Recorded): number {
  return other.attempt - one.attempt || other.sequence - one.sequence;
}

const SECOND_START = 'Without them a start might be the second one.';

const SHARED: Earlier = {
  kind: 'unreadable',
  reason:
    'Two steps of this workflow run publish the same commitStatus and have the same workflow job, step and matrixIndex (for example in a composite action, or in a reusable workflow that runs twice).',
  nextStep:
    'Give each step its own commitStatus name and start a new workflow run. A re-run cannot find out which execution belongs to which step.',
};

/** No statuses can be read, since something that is needed is missing. */
export function withoutStatuses(missing: string, nextStep: string): Earlier {
  const reason = `${missing}: the commit statuses of the earlier attempt cannot be read. ${SECOND_START}`;
  return { kind: 'unreadable', reason, nextStep };
}

/** Reading the statuses failed. */
export function unreadable(error: GitHubError): Earlier {
  const reason = `The commit statuses of the earlier attempt could not be read: ${error.message}. ${SECOND_START}`;
  return { kind: 'unreadable', reason, nextStep: nextStepAfter(error) };
}

/** What a person can do about a request that GitHub refused, or that failed. */
export function nextStepAfter({ kind, status }: GitHubError): string {
  if (kind === 'rate-limited') return 'Re-run the workflow job when the rate limit of GitHub is over.';
  if (kind === 'unavailable') return 'Re-run the workflow job when GitHub can be reached again.';
  if (status === 401) return 'Check githubToken: GitHub does not accept it.';
  if (status === 403 || status === 404) {
    return 'Give the workflow job the permission statuses: write. The token of a pull request from a fork cannot have it.';
  }
  return 'Check commitStatus, githubToken and the commit of this workflow run.';
}
