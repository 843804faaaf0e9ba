/** Runs a command of a workflow as a runner runs it, with other programs in place of those that reach the network. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { read } from './pages.ts';

const isAvailable = (tool: string) => spawnSync('bash', ['-c', `command -v ${tool}`]).status === 0;

/** Other systems than Linux, on which these workflows run, have another `date`. */
export const canRunCommands = process.platform === 'linux' && ['openssl', 'jq'].every(isAvailable);

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly run?: string;
}

/** The command of a step, found by its id or name; without one, the first command of the workflow job. */
export function commandOf(file: string, job: string, step?: string): string {
  const { jobs } = parse(read(file)) as { jobs: Record<string, { steps: readonly Step[] }> };
  const command = jobs[job]?.steps.find(
    ({ id, name, run }) => run !== undefined && (step === undefined || step === id || step === name),
  )?.run;
  if (command === undefined) throw new Error(`${file} has no such command in ${job}`);
  return command;
}

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly log: string;
  /** What was written to GITHUB_OUTPUT. */
  readonly outputs: string;
  /** What the programs recorded: see `programs`. */
  readonly record: string;
}

/**
 * Runs it with `bash -e`.
 *
 * @param programs Bash scripts by the name of the program whose place they take. What they write to $RECORD is in the
 * result.
 */
export function runCommand(
  command: string,
  variables: Readonly<Record<string, string>>,
  programs: Readonly<Record<string, string>>,
): CommandResult {
  const folder = mkdtempSync(join(tmpdir(), 'workflow-command-'));
  const path = (name: string) => join(folder, name);
  try {
    for (const name of ['record', 'output']) writeFileSync(path(name), '');
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(path(name), `#!/bin/bash\n${script}\n`);
      chmodSync(path(name), 0o755);
    }
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', command], {
      encoding: 'utf8',
      env: {
        ...process.env,
        ...variables,
        PATH: `${folder}${delimiter}${process.env['PATH']}`,
        GITHUB_OUTPUT: path('output'),
        RUNNER_TEMP: folder,
        RECORD: path('record'),
      },
    });
    const outputs = readFileSync(path('output'), 'utf8');
    return { status, stdout, log: stdout + stderr, outputs, record: readFileSync(path('record'), 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
