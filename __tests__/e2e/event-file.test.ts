import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { inputs, on, SHA } from './commit-statuses.ts';
import { type GitHubApi, startGitHubApi } from './github-api.ts';
import { QUICK, run } from './step.ts';

describe('the event file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const directory = join(folder, 'directory');
  mkdirSync(directory);
  const broken: [string, string][] = [
    ['empty', file('empty.json', '')],
    ['cut', file('cut.json', '{"pull_request": {"head": {"sha": "abc')],
    ['missing', join(folder, 'missing.json')],
    ['a directory', directory],
    ['not named', ''],
  ];
  const step = async (github: GitHubApi, context: Record<string, string>) => {
    await using simulator = await startSimulator(QUICK);
    return await run(simulator, inputs, on(github, context));
  };

  it.concurrent('of a pull request names the head commit, where the status is published', async () => {
    await using github = await startGitHubApi();
    const event = file('pull.json', JSON.stringify({ pull_request: { number: 1, head: { sha: 'abc123' } } }));
    await step(github, { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: event });
    expect(github.statuses.map(({ sha }) => sha)).toEqual(['abc123', 'abc123']);
  });

  it.concurrent.each(broken)(
    'causes one warning when it is %s, and the status is published at GITHUB_SHA',
    async (_what, path) => {
      await using github = await startGitHubApi();
      const { exitCode, outputs, annotations } = await step(github, { GITHUB_EVENT_PATH: path });
      expect([exitCode, outputs['conclusion'], outputs['status']]).toEqual([0, 'success', 'COMPLETED']);
      expect(annotations).toEqual([
        { level: 'warning', message: expect.stringContaining('GITHUB_EVENT_PATH') },
      ]);
      expect(github.statuses.map(({ sha }) => sha)).toEqual([SHA, SHA]);
    },
  );

  it.concurrent.each([
    ...broken.map(([what, path]): [string, Record<string, string>] => [
      `the event file of a pull request is ${what}`,
      { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path },
    ]),
    ['GITHUB_SHA is missing', { GITHUB_SHA: '' }] as [string, Record<string, string>],
  ])('and no status, one warning, when %s', async (_what, context) => {
    await using github = await startGitHubApi();
    const { exitCode, outputs, annotations } = await step(github, context);
    expect([exitCode, outputs['conclusion'], outputs['status']]).toEqual([0, 'success', 'COMPLETED']);
    expect(annotations).toEqual([
      { level: 'warning', message: expect.stringContaining('no commit status is published') },
    ]);
    expect(github.statuses).toEqual([]);
  });
});
