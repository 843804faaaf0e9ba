import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { workflowRun } from '../../src/runner/workflow-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'workflow-run-'));
const event = (text: string) => {
  const file = join(folder, `${text.length}.json`);
  writeFileSync(file, text);
  return file;
};
const variables = {
  GITHUB_SHA: 'merge',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_RUN_ID: '7',
  GITHUB_RUN_ATTEMPT: '3',
  GITHUB_JOB: 'nightly',
  GITHUB_ACTION: 'run',
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_API_URL: 'https://github.example/api/v3',
  GITHUB_EVENT_PATH: event('{"ref": "main"}'),
};
const before = { ...process.env };
const workflowRunIn = (environment: Readonly<Record<string, string>>) => {
  Object.assign(process.env, environment);
  return workflowRun();
};

afterEach(() => {
  process.env = { ...before };
});

describe('the workflow run', () => {
  it('is read from the environment', () => {
    expect(workflowRunIn(variables)).toMatchObject({
      sha: 'merge',
      runId: '7',
      attempt: 3,
      job: 'nightly',
      step: 'run',
      url: 'https://github.example/o/r/actions/runs/7',
      apiUrl: 'https://github.example/api/v3',
      eventProblem: undefined,
    });
  });

  it('is about the head commit of a pull request', () => {
    const GITHUB_EVENT_PATH = event('{"pull_request": {"head": {"sha": "head"}}}');
    const run = workflowRunIn({ ...variables, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH });
    expect(run.sha).toBe('head');
  });

  it.each<[string, Record<string, string>]>([
    ['nothing is set', {}],
    ['everything is empty', Object.fromEntries(Object.keys(variables).map((name) => [name, '']))],
  ])('has undefined facts, and is a first attempt, when %s', (_what, environment) => {
    const run = workflowRunIn(environment);
    expect([run.sha, run.repository, run.runId, run.job, run.step]).toEqual(Array(5).fill(undefined));
    expect([run.attempt, run.apiUrl]).toEqual([1, 'https://api.github.com']);
    expect(run.eventProblem).toMatch(/missing or empty/);
  });

  it.each<[string, string, RegExp]>([
    ['empty', event(''), /not complete JSON/],
    ['cut', event('{"pull_request": {"he'), /not complete JSON/],
    ['missing', join(folder, 'missing'), /missing or empty/],
    ['an empty object', event('{}'), /missing or empty/],
    ['null', event('null'), /missing or empty/],
    ['a directory', folder, /EISDIR/],
  ])('keeps its commit, unless it is for a pull request, when the event file is %s', (_what, path, why) => {
    const broken = { ...variables, GITHUB_EVENT_PATH: path };
    expect(workflowRunIn(broken)).toMatchObject({
      sha: 'merge',
      eventProblem: expect.stringMatching(why),
    });
    for (const GITHUB_EVENT_NAME of ['pull_request', 'pull_request_target'])
      expect(workflowRunIn({ ...broken, GITHUB_EVENT_NAME }).sha).toBeUndefined();
  });

  it.each(['[7]', '"text"', '{"pull_request": null}', '{"pull_request": {"head": {"sha": 7}}}'])(
    'keeps its commit, unless it is for a pull request, when the event is %s',
    (text) => {
      const odd = { ...variables, GITHUB_EVENT_PATH: event(text) };
      expect(workflowRunIn(odd)).toMatchObject({ sha: 'merge', eventProblem: undefined });
      expect(workflowRunIn({ ...odd, GITHUB_EVENT_NAME: 'pull_request' })).toMatchObject({
        sha: undefined,
        eventProblem: expect.stringMatching(/does not name the head commit/),
      });
    },
  );
});
