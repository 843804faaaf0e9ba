import { readFileSync } from 'node:fs';
import { isJsonObject, type Json, parseJson } from '../text/json.ts';

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
  /** Why the event file could not be read. */
  readonly eventProblem: string | undefined;
}

/**
 * Read from the environment and the event file; never throws: the file can be empty, cut or missing where a tool
 * runs the workflow. In a run for a pull request `sha` is undefined then: GITHUB_SHA is a merge commit there, and
 * shows no statuses.
 * https://docs.github.com/actions/reference/workflows-and-actions/variables
 */
export function workflowRun(environment: Readonly<NodeJS.ProcessEnv> = process.env): WorkflowRun {
  const variable = (name: string) => environment[`GITHUB_${name}`] || undefined;
  const { head, problem } = pullRequestHead(variable('EVENT_PATH'));
  const eventName = variable('EVENT_NAME');
  const isHeadUnknown = problem !== undefined && eventName?.startsWith('pull_request');
  const server = variable('SERVER_URL') ?? 'https://github.com';
  const runId = variable('RUN_ID');
  const repository = variable('REPOSITORY');
  return {
    actor: variable('ACTOR'),
    eventName,
    workflow: variable('WORKFLOW'),
    job: variable('JOB'),
    step: variable('ACTION'),
    runId,
    attempt: Number(variable('RUN_ATTEMPT')) || 1,
    url: `${server}/${repository}/actions/runs/${runId}`,
    sha: head ?? (isHeadUnknown ? undefined : variable('SHA')),
    ref: variable('REF'),
    repository,
    apiUrl: variable('API_URL') ?? 'https://api.github.com',
    eventProblem: problem,
  };
}

function pullRequestHead(path: string | undefined): { head?: string; problem?: string } {
  if (path === undefined) return { problem: 'GITHUB_EVENT_PATH is not set' };
  try {
    const head = textAt(parseJson(readFileSync(path, 'utf8')), 'pull_request', 'head', 'sha');
    return head === undefined ? {} : { head };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not complete JSON' : messageOf(error);
    return { problem: `The event file (GITHUB_EVENT_PATH) cannot be read: ${why}` };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function textAt(json: Json, ...keys: readonly string[]): string | undefined {
  let value = json;
  for (const key of keys) value = isJsonObject(value) ? value[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}
