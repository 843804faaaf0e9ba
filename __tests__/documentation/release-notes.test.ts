import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, read } from './pages.ts';

const { version } = JSON.parse(read('package.json')) as { version: string };
const notes = (tag: string) =>
  spawnSync(process.execPath, [join(ROOT, 'scripts/release-notes.ts'), tag], { encoding: 'utf8' });

describe('the notes of a release', () => {
  it('are what the changelog says about the version in package.json', () => {
    const { status, stdout } = notes(`v${version}`);
    expect(status).toBe(0);
    expect(read('CHANGELOG.md')).toContain(stdout.trim());
    expect(stdout).not.toMatch(/^## /m);
    expect(stdout.trim()).not.toBe('');
  });

  it('are refused for another version', () => {
    expect(notes('v99.0.0')).toMatchObject({ status: 1, stderr: expect.stringContaining('not 99.0.0') });
  });
});
