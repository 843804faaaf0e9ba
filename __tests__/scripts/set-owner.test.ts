import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isOwner, ownerOf, REPOSITORY_NAME, withOwner } from '../../scripts/owner.ts';

const ROOT = join(import.meta.dirname, '../..');
const NEW_OWNER = 'Sales-Team-7';
const owner = ownerOf(ROOT);
/** The owner before anybody has set one. Joined here, so that this file does not name it. */
const PLACEHOLDER = ['your', 'org'].join('-');

describe('the name of an owner', () => {
  it.each(['my-org', 'a', 'A1', 'x'.repeat(39)])('can be %s', (name) => {
    expect(isOwner(name)).toBe(true);
  });

  it.each(['', '-a', 'a-', 'a--b', 'a/b', 'a b', 'a_b', 'x'.repeat(40)])('cannot be "%s"', (name) => {
    expect(isOwner(name)).toBe(false);
  });

  it('is not replaced within a longer name or before another repository', () => {
    const text = 'not-acme/data-flow-action acme/data acme.acme/data-flow-action';
    expect(withOwner(text, 'acme', 'new')).toBe(text);
  });
});

describe('set-owner', () => {
  const copy = mkdtempSync(join(tmpdir(), 'owner-'));
  const setOwner = (name: string) =>
    spawnSync(process.execPath, [join(ROOT, 'scripts/set-owner.ts'), name], { cwd: copy, encoding: 'utf8' });
  const texts = () =>
    globSync('**/*', { cwd: copy, exclude: (name) => name === '.git' || name === 'link' })
      .concat(globSync('.github/**/*', { cwd: copy }))
      .filter((file) => statSync(join(copy, file)).isFile())
      .map((file) => ({ file, text: readFileSync(join(copy, file), 'utf8') }));

  beforeAll(() => {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
    for (const file of listed.filter(
      (each) => each !== '' && statSync(join(ROOT, each), { throwIfNoEntry: false }),
    )) {
      cpSync(join(ROOT, file), join(copy, file));
    }
    symlinkSync(join(ROOT, 'scripts'), join(copy, 'link'), 'junction');
    execFileSync('git', ['init', '--quiet'], { cwd: copy });
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it('changes nothing when the name is not one', () => {
    expect(setOwner('no/name')).toMatchObject({ status: 1, stderr: expect.stringContaining('"no/name"') });
    expect(ownerOf(copy)).toBe(owner);
  });

  it('leaves the old owner in no file, in whatever form it was written', () => {
    expect(setOwner(NEW_OWNER)).toMatchObject({ status: 0, stderr: '' });
    const left = texts().filter(({ text }) =>
      [`${owner}/data-flow`, PLACEHOLDER].some((old) => text.includes(old)),
    );
    expect(left.map(({ file }) => file)).toEqual([]);
  });

  it('writes the new one to the setting, the documentation and the code owners', () => {
    expect(ownerOf(copy)).toBe(NEW_OWNER);
    expect(readFileSync(join(copy, 'README.md'), 'utf8')).toContain(`${NEW_OWNER}/${REPOSITORY_NAME}@v1`);
    expect(readFileSync(join(copy, '.github/CODEOWNERS'), 'utf8')).toContain(`@${NEW_OWNER}/data-flow`);
  });

  it('can be undone with the old name', () => {
    setOwner(owner);
    const differing = texts().filter(({ file, text }) => text !== readFileSync(join(ROOT, file), 'utf8'));
    expect(differing.map(({ file }) => file)).toEqual([]);
  });
});
