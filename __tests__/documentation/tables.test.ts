import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { actionFolders } from '../../scripts/workflow-sources.ts';
import { reportKorean } from './korean.ts';
import { ROOT, read } from './pages.ts';

function tables(cwd: string, args: readonly string[], release = '') {
  const script = join(ROOT, 'scripts/tables.ts');
  const env = { ...process.env, RELEASE: release };
  return spawnSync(process.execPath, [script, ...args], { cwd, env, encoding: 'utf8' });
}

describe('the tables of inputs and outputs', () => {
  it('are what the action.yml files say', () => {
    const { status, stderr } = tables(ROOT, []);
    expect(status).toBe(0);
    reportKorean(stderr.split('\n').filter(Boolean));
  });

  it.each([
    ['README.md', 'docs/inputs.md'],
    ['README.ko.md', 'docs/inputs.ko.md'],
  ])('of every action are once in %s or %s', (readme, others) => {
    const files = actionFolders(ROOT).map((folder) =>
      folder === '.' ? 'action.yml' : `${folder}/action.yml`,
    );
    expect(files).toContain('get-job/action.yml');
    for (const file of files) {
      const page = read(file === 'action.yml' ? readme : others);
      for (const kind of ['inputs', 'outputs'])
        expect({ file, parts: page.split(`<!-- ${kind}:${file} -->`).length }).toEqual({ file, parts: 2 });
    }
  });
});

describe('an input without a Korean description', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tables-'));
  for (const name of ['docs', 'scripts']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'action.yml'),
    'inputs:\n  speed:\n    description: How fast.\n    default: 1\n',
  );
  writeFileSync(join(folder, 'scripts/descriptions.ko.yml'), '.:\n  inputs: {}\n');
  for (const page of ['README.md', 'README.ko.md', 'docs/inputs.md', 'docs/inputs.ko.md'])
    writeFileSync(join(folder, page), '<!-- inputs:action.yml -->\n<!-- /inputs -->\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is a table that differs, until it is written in English', () => {
    expect(tables(folder, []).status).toBe(1);
    const { status, stderr } = tables(folder, ['--write']);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringContaining('no text for inputs: speed'),
    });
    expect(readFileSync(join(folder, 'README.ko.md'), 'utf8')).toContain('| `speed` | How fast. | `1` |');
    expect(tables(folder, []).status).toBe(0);
  });

  it('is an error at a release', () => {
    tables(folder, ['--write']);
    expect(tables(folder, [], 'true').status).toBe(1);
  });
});
