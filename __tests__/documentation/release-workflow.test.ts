/** The commands of release.yml, with a `gh` that knows these tags and releases. */
import { describe, expect, it } from '@jest/globals';
import { read } from './pages.ts';
import { canRunCommands, commandOf, runCommand } from './workflow-command.ts';

const FILE = '.github/workflows/release.yml';
const SHA = 'b'.repeat(40);
const { version } = JSON.parse(read('package.json')) as { version: string };
const describeCommands = canRunCommands ? describe : describe.skip;

/** Runs a step; `gh` records its arguments, one call a line, and does what the script says. */
function step(job: string, name: string, gh: string, tag = 'v1.2.3') {
  const variables = { GITHUB_REPOSITORY: 'o/r', GITHUB_SHA: SHA, TAG: tag };
  const result = runCommand(commandOf(FILE, job, name), variables, {
    gh: `echo "$*" >> "$RECORD"\n${gh}\nexit 0`,
  });
  return { ...result, calls: result.record.trim().split('\n') };
}

describeCommands('the draft', () => {
  const NO_TAG = `[[ "$*" == *git/ref/tags* ]] && { echo 'gh: Not Found (HTTP 404)' >&2; exit 1; }`;
  const draft = (gh: string) => step('draft', 'draft', gh);

  it('is written anew when there is one, and is of the commit of this run', () => {
    const { status, calls, outputs } = draft(NO_TAG);
    expect({ status, outputs }).toEqual({ status: 0, outputs: `tag=v${version}\n` });
    expect(calls).toHaveLength(2);
    expect(calls[1]).toMatch(new RegExp(`^release edit v${version} --draft .*--target ${SHA}$`));
  });

  it('is created when there is none', () => {
    const { status, calls } = draft(`${NO_TAG}\n[[ "$2" == edit ]] && exit 1`);
    expect(status).toBe(0);
    expect(calls.at(-1)).toMatch(new RegExp(`^release create v${version} --draft .*--target ${SHA}$`));
  });

  it.each([
    ['the tag exists', '', `v${version} exists`],
    ['GitHub does not say whether the tag exists', `echo 'HTTP 502' >&2; exit 1`, 'HTTP 502'],
  ])('is not written when %s', (_when, gh, message) => {
    const { status, calls, log } = draft(gh);
    expect(status).toBe(1);
    expect(log).toContain(message);
    expect(calls.filter((call) => call.startsWith('release'))).toEqual([]);
  });
});

describeCommands('publishing', () => {
  it('fails when the tag is not the commit that was checked', () => {
    const publish = (tagged: string) =>
      step('publish', 'Publish, which makes the tag', `[[ "$1" == api ]] && echo ${tagged}; true`).status;
    expect(publish(SHA)).toBe(0);
    expect(publish('c'.repeat(40))).toBe(1);
  });

  it('fails when the release is not immutable', () => {
    const check = (immutable: string) =>
      step('publish', 'The release is immutable', `echo ${immutable}`).status;
    expect(check('true')).toBe(0);
    expect(check('false')).toBe(1);
    expect(check('')).toBe(1);
  });
});

describeCommands('the major tag', () => {
  const move = (tags: string[], tag: string, patch = 'true') =>
    step(
      'publish',
      'Move the major tag, unless a higher version is out',
      `if [[ "$*" == *matching-refs* ]]; then printf 'refs/tags/%s\\n' ${tags.join(' ')}; elif [[ "$*" == *PATCH* ]]; then ${patch}; fi`,
      tag,
    );

  it('moves to the highest version, counted as numbers', () => {
    const { status, calls } = move(['v1.9.0', 'v1.10.0', 'v1.2.3'], 'v1.10.0');
    expect(status).toBe(0);
    expect(calls.slice(1)).toEqual([
      `api --silent --method PATCH repos/o/r/git/refs/tags/v1 --raw-field sha=${SHA} --field force=true`,
    ]);
  });

  it('is made when there is none', () => {
    const { status, calls } = move(['v2.0.0'], 'v2.0.0', 'exit 1');
    expect(status).toBe(0);
    expect(calls.at(-1)).toBe(
      `api --silent repos/o/r/git/refs --raw-field ref=refs/tags/v2 --raw-field sha=${SHA}`,
    );
  });

  it('stays when a higher version is out', () => {
    const { status, calls, stdout } = move(['v1.3.0', 'v1.2.3'], 'v1.2.3');
    expect(status).toBe(0);
    expect(stdout).toContain('::notice::v1 stays at v1.3.0.');
    expect(calls).toHaveLength(1);
  });
});
