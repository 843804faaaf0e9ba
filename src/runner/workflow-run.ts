import { Context } from './toolkit.ts';

/** The run that a step belongs to, and the commit that it is about. What the runner does not say is undefined. */
export interface WorkflowRun {
  /** Who started it. */
  readonly actor: string | undefined;
  readonly eventName: string | undefined;
  readonly workflow: string | undefined;
  /** The key of the workflow job. */
  readonly job: string | undefined;
  /** The step within its job: its id, or a name made of the action's. The same in every attempt. */
  readonly step: string | undefined;
  readonly runId: string | undefined;
  /** From 1; more on a re-run. */
  readonly attempt: number;
  readonly url: string;
  /** The head commit of the pull request, where there is one; else the commit of the run. */
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  readonly repository: string | undefined;
  /** Where GitHub's API is, github.com or GitHub Enterprise Server. */
  readonly apiUrl: string;
  /** Why the event file does not say for which commit the run is. */
  readonly eventProblem: string | undefined;
}

/**
 * Read from the environment and the event file, by @actions/github; never throws. In a run for a pull request `sha` is
 * undefined where the event file does not name its head commit: GITHUB_SHA is a merge commit there, and shows no
 * statuses.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function workflowRun(): WorkflowRun {
  const { context, problem } = readContext();
  const { eventName } = context;
  const head: unknown = context.payload?.pull_request?.['head']?.sha;
  const isHeadUnknown = typeof head !== 'string' && eventName?.startsWith('pull_request');
  const noHead = isHeadUnknown
    ? 'The event file (GITHUB_EVENT_PATH) does not name the head commit'
    : undefined;
  const repository = process.env['GITHUB_REPOSITORY'] || undefined;
  const runId = process.env['GITHUB_RUN_ID'] || undefined;
  return {
    actor: context.actor || undefined,
    eventName: eventName || undefined,
    workflow: context.workflow || undefined,
    job: context.job || undefined,
    step: context.action || undefined,
    runId,
    attempt: context.runAttempt || 1,
    url: `${context.serverUrl || 'https://github.com'}/${repository}/actions/runs/${runId}`,
    sha: typeof head === 'string' ? head : isHeadUnknown ? undefined : context.sha || undefined,
    ref: context.ref || undefined,
    repository,
    apiUrl: context.apiUrl || 'https://api.github.com',
    eventProblem: problem ?? noHead,
  };
}

/** The file can be empty, cut or missing where a tool runs the workflow: the rest of the context is read all the same. */
function readContext(): { readonly context: Context; readonly problem?: string } {
  try {
    const context = new Context();
    const isEmpty = Object.keys(context.payload ?? {}).length === 0;
    return { context, ...(isEmpty && { problem: 'The event file (GITHUB_EVENT_PATH) is missing or empty' }) };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not complete JSON' : String(error);
    const problem = `The event file (GITHUB_EVENT_PATH) cannot be read: ${why}`;
    return { context: contextWithoutEvent(), problem };
  }
}

function contextWithoutEvent(): Context {
  const path = process.env['GITHUB_EVENT_PATH'];
  delete process.env['GITHUB_EVENT_PATH'];
  const context = new Context();
  process.env['GITHUB_EVENT_PATH'] = path;
  return context;
}
