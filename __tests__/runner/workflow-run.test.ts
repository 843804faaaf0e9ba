import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { workflowRun } from '../../src/runner/workflow-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-'));
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withEvent(text: string): void {
  const file = join(folder, 'event.json');
  writeFileSync(file, text);
  Object.assign(process.env, { GITHUB_EVENT_PATH: file, GITHUB_SHA: 'of-the-run', GITHUB_RUN_ATTEMPT: '2' });
}

describe('the commit of a run', () => {
  it('is the head of the pull request', () => {
    withEvent('{"pull_request": {"head": {"sha": "of-the-head"}}}');
    expect(workflowRun()).toMatchObject({ sha: 'of-the-head', attempt: 2 });
  });

  it.each(['', '{"pull_request": {"he', '{}'])(
    'is that of the environment when the event is "%s"',
    (text) => {
      withEvent(text);
      expect(workflowRun()).toMatchObject({ sha: 'of-the-run', attempt: 2 });
    },
  );
});
