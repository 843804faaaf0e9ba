import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const SCRIPT = join(import.meta.dirname, '../../scripts/check-workflows.ts');
const folder = mkdtempSync(join(tmpdir(), 'their-workflows-'));
const file = join(folder, 'nightly.yml');

/** As npm starts it: npm changes the folder and says in INIT_CWD where it was started. */
function check(...args: string[]): { status: number | null; lines: string[] } {
  const env = { ...process.env, INIT_CWD: folder };
  const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8', env });
  return { status, lines: stdout.trim().split('\n') };
}

const their = (uses: string, inputs: string) => `on: push
jobs:
  run:
    runs-on: [self-hosted, in-seoul]
    steps:
      - uses: ${uses}
        with:
          jobId: x
          ${inputs}
`;

const mistakes: [uses: string, inputs: string, message: string][] = [
  [
    'acme/data-flow-action@v1',
    'waitTimout: 1h',
    "9: Invalid action input 'waitTimout'; did you mean 'waitTimeout'?",
  ],
  ['acme/data-flow-action@v1', 'dry-run: true', "9: Invalid action input 'dry-run'; did you mean 'dryRun'?"],
  [
    'acme/data-flow-action/get-job@0123456789012345678901234567890123456789',
    'max_age: 1h',
    "did you mean 'maxAge'?",
  ],
  ['acme/data-flow-action/get-job@v1', 'workers: 2', "9: Invalid action input 'workers'"],
  ['acme/data-flow-action/get-jobs@v1', 'maxAge: 1h', '6: Unable to resolve action'],
  ['acme/data-flow-action/configure-job@v1', 'check: true', 'Missing required input `jobCondition`'],
  // waitTimeout is an input of another action of this repository.
  ['acme/data-flow-action/get-job@v1', 'waitTimout: 1h', "9: Invalid action input 'waitTimout'"],
];
const others: [what: string, uses: string, inputs: string][] = [
  ['another action', 'acme/etl@v1', 'jobIdd: y'],
  ['an action of its own folder', './get-job', 'jobIdd: y'],
  ['the action as it has to be', 'acme/data-flow-action@v1', 'wait: false'],
];

afterAll(() => rmSync(folder, { recursive: true }));

describe("a workflow of somebody else's repository", () => {
  const files = [
    ...mistakes.map(([uses, inputs]) => their(uses, inputs)),
    ...others.map(([, uses, inputs]) => their(uses, inputs)),
  ];
  let report: ReturnType<typeof check>;
  /** What is said about the file with this number. */
  const saidOf = (index: number) =>
    report.lines.filter((line) => line.startsWith(join(folder, `${index}.yml:`)));

  beforeAll(() => {
    for (const [index, text] of files.entries()) writeFileSync(join(folder, `${index}.yml`), text);
    report = check(...files.keys().map((index) => `${index}.yml`));
  });

  it.each(mistakes.map(([uses, inputs, message], index) => ({ uses, inputs, message, index })))(
    'that uses $uses with $inputs gets the message: $message',
    ({ message, index }) => {
      expect(saidOf(index)).toEqual([expect.stringMatching(new RegExp(`${escaped(message)}($|[ ,])`))]);
    },
  );

  it.each(others.map(([what], index) => ({ what, index: mistakes.length + index })))(
    'passes when it uses $what',
    ({ index }) => {
      expect(saidOf(index)).toEqual([]);
    },
  );

  it('makes the command end with 1 when it has a mistake', () => {
    expect(report.status).toBe(1);
  });

  it('gets one message about a mistake that both validators find', () => {
    writeFileSync(file, `${their('acme/data-flow-action@v1', 'wait: false')}        iff: true\n`);
    expect(check(file).lines).toEqual([
      `${file}:10: Unexpected value 'iff'`,
      '1 file checked (1 workflow or action): 1 problem',
    ]);
  });

  it('is checked under the name that --action gives', () => {
    writeFileSync(file, their('acme/etl/get-job@v1', 'maxage: 1h'));
    expect(check('--action', 'acme/etl', file).lines[0]).toContain("did you mean 'maxAge'?");
  });
});

describe('a path', () => {
  beforeAll(() => writeFileSync(file, their('acme/data-flow-action@v1', 'wait: false')));

  it('begins in the folder from which npm was started', () => {
    expect(check(basename(file)).status).toBe(0);
    expect(check(join('..', basename(dirname(file)), basename(file))).status).toBe(0);
  });

  it('that does not exist is named, and the command ends with 1', () => {
    expect(check(file, 'nowhere.yml')).toEqual({
      status: 1,
      lines: [`${join(folder, 'nowhere.yml')}: cannot be read`],
    });
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
