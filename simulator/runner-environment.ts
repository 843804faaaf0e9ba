/** The environment in which the runner starts an action: variables, inputs, files, folders. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

export type Variables = Record<string, string>;

/** A step of a workflow, and the runner around it. */
export interface StepOptions {
  action: string; // the folder of action.yml
  with?: Variables; // as in the workflow; what is not there gets action.yml's default
  env?: Variables; // added to PATH, a HOME of its own, and what the runner sets
  entry?: 'main' | 'post'; // default: main
  state?: Variables; // what main saved, for post
  files?: boolean; // false: no GITHUB_OUTPUT, GITHUB_STATE, GITHUB_STEP_SUMMARY
  debug?: boolean; // step debugging
  token?: string; // the value of ${{ github.token }}
  node?: string; // the Node program; default: this process's own
  githubContext?: Variables; // instead of what the runner sets: { GITHUB_RUN_ATTEMPT: '2' }
  strategy?: Variables; // the context of that name: { 'job-index': '1' }; without a matrix it is '0'
  workspace?: string; // the working directory; default: an empty one that is removed afterwards
}

interface Definition {
  inputs?: Record<string, { default?: string | number | boolean | null }>;
  runs: { main?: string; post?: string };
}

/** The files that the runner reads after the end of the process: GITHUB_OUTPUT and so on. */
export const fileNames = ['OUTPUT', 'STATE', 'STEP_SUMMARY', 'ENV', 'PATH'];

/** The content of action.yml, with the program's path. */
export function readDefinition({ action, entry = 'main' }: StepOptions): Definition & { program: string } {
  const path = ['action.yml', 'action.yaml'].map((name) => join(action, name)).find(existsSync);
  if (path === undefined) {
    throw new Error(`${action} has no action.yml`);
  }
  const definition: Definition = parse(readFileSync(path, 'utf8'));
  const program = definition.runs[entry];
  if (program === undefined) {
    throw new Error(`${path} has no ${entry} program`);
  }
  return { ...definition, program: resolve(action, program) };
}

/** `with` over the defaults, in whatever case a name is written; an input without a default is empty. */
export function inputs(definition: Definition, context: Variables, options: StepOptions): Variables {
  const github: Variables = { ...context, GITHUB_TOKEN: options.token ?? '' };
  const strategy: Variables = { 'job-index': '0', 'job-total': '1', ...options.strategy };
  const fill = (_: string, name: string, key: string) =>
    (name === 'github' ? github[`GITHUB_${key.toUpperCase()}`] : strategy[key]) ?? '';
  const defaults = Object.entries(definition.inputs ?? {}).map(([name, input]): [string, string] => {
    return [name, String(input.default ?? '').replace(/\$\{\{\s*(github|strategy)\.([\w-]+)\s*\}\}/g, fill)];
  });
  const values = [...defaults, ...Object.entries(options.with ?? {})].map(([name, value]) => {
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value];
  });
  return Object.fromEntries(values);
}

/** The state that main saved, as variables of post. */
export function savedState(state: Variables = {}): Variables {
  return Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]));
}

/** The runner's variables, and the folders and files that they name. No other variable of this process is passed on. */
export function runnerVariables(options: StepOptions, temp: string): Variables {
  const { files = true, debug = false, workspace = join(temp, 'workspace') } = options;
  for (const folder of ['workspace', 'home', 'temp', 'tools']) {
    mkdirSync(join(temp, folder));
  }
  const event = { ref: 'refs/heads/main', repository: { full_name: 'octo-org/octo-repo', private: true } };
  writeFileSync(join(temp, 'event.json'), JSON.stringify(event));
  for (const name of fileNames) {
    writeFileSync(join(temp, name), '');
  }
  return {
    PATH: process.env['PATH'] ?? '',
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
    HOME: join(temp, 'home'),
    CI: 'true',
    GITHUB_ACTION: '__octo-org_data-flow-action',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    // No server is on that port, so that no request leaves this machine.
    GITHUB_API_URL: 'http://127.0.0.1:9',
    GITHUB_GRAPHQL_URL: 'http://127.0.0.1:9/graphql',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: join(temp, 'event.json'),
    GITHUB_JOB: 'data-flow',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REPOSITORY: 'octo-org/octo-repo',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_NUMBER: '3',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
    GITHUB_WORKFLOW: 'Data Flow',
    GITHUB_WORKFLOW_REF: 'octo-org/octo-repo/.github/workflows/data-flow.yml@refs/heads/main',
    GITHUB_WORKSPACE: resolve(workspace),
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_OS: { darwin: 'macOS', win32: 'Windows' }[process.platform as string] ?? 'Linux',
    RUNNER_TEMP: join(temp, 'temp'),
    RUNNER_TOOL_CACHE: join(temp, 'tools'),
    ...(debug ? { RUNNER_DEBUG: '1' } : {}),
    ...(files ? Object.fromEntries(fileNames.map((name) => [`GITHUB_${name}`, join(temp, name)])) : {}),
    ...options.githubContext,
  };
}
