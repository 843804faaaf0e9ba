/** Runs dist under act (https://github.com/nektos/act), a runner that shares no code with this project. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../e2e/step.ts';

/** Where act is, when PATH has it. */
export const ACT = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'act'))
  .find((file) => existsSync(file));

/** A repository that holds the action as it is published, and one workflow. */
export function repositoryWith(workflow: string, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'act-'));
  cpSync(join(ROOT, 'action.yml'), join(folder, 'action.yml'));
  cpSync(join(ROOT, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const [name, text] of Object.entries({ ...files, '.github/workflows/test.yml': workflow })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  // One date, so that the same files make the same commit.
  const date = { GIT_AUTHOR_DATE: '2025-03-21T00:00:00Z', GIT_COMMITTER_DATE: '2025-03-21T00:00:00Z' };
  const env = { ...process.env, ...date };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, env, stdio: 'pipe' });
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'https://github.com/octo-org/octo-repo');
  git('add', '--all');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'test');
  return folder;
}

export interface ActRun {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The exit code. */
  readonly finished: Promise<number | null>;
  readonly waitForOutput: (pattern: RegExp, timeoutMs?: number) => Promise<void>;
}

/** Runs the workflow on this machine, without containers, with this process's Node. */
export function startAct(folder: string, environment: Record<string, string> = {}): ActRun {
  const given = Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  // Outside of the repository: act copies all of that.
  const home = mkdtempSync(join(tmpdir(), 'act-home-'));
  const child = spawn(ACT ?? 'act', ['push', '-P', 'ubuntu-latest=-self-hosted', ...given], {
    cwd: folder,
    env: {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
      HOME: home,
      XDG_CACHE_HOME: join(home, 'cache'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const finished = once(child, 'close').then(([code]: number[]) => {
    for (const made of [folder, home]) rmSync(made, { recursive: true, force: true });
    return code ?? null;
  });
  const waitForOutput = async (pattern: RegExp, timeoutMs = 20_000) => {
    const stopMs = performance.now() + timeoutMs;
    while (!pattern.test(output)) {
      if (performance.now() > stopMs) throw new Error(`no ${pattern} in:\n${output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return { child, output: () => output, finished, waitForOutput };
}
