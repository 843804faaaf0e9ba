import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { FlagError, optionsFromFlags } from '../../simulator/command-flags.ts';
import { goodBody, jobPath, send } from './signed-request.ts';

const command = fileURLToPath(new URL('../../simulator/command.ts', import.meta.url));

/** A started command; it does not outlive its test. */
interface Run extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  readonly exit: Promise<unknown[]>;
}

function run(...flags: string[]): Run {
  const child = spawn(process.execPath, [command, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  const exit = once(child, 'close');
  const dispose = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exit;
  };
  return { child, output, exit, [Symbol.asyncDispose]: dispose };
}

/** Waits until the command has printed what matches. */
async function printed({ child, output }: Run, pattern: RegExp): Promise<RegExpExecArray> {
  for (;;) {
    const match = pattern.exec(output.stdout);
    if (match) return match;
    if (child.exitCode !== null) throw new Error(`The command ended: ${output.stderr}`);
    await once(child.stdout ?? child, 'data');
  }
}

/** An input of the action, as the command prints it. */
function inputOf({ output }: Run, name: string): string {
  return new RegExp(`^ +${name}: (.+)$`, 'm').exec(output.stdout)?.[1] ?? '';
}

/** Address and keys of the service of a command. */
function serviceOf(running: Run) {
  const [accessKey, secretKey, url] = ['accessKey', 'secretKey', 'apiUrl'].map((name) =>
    inputOf(running, name),
  );
  return { accessKey: accessKey ?? '', secretKey: secretKey ?? '', url: url ?? '' };
}

describe('npm run simulator', () => {
  it('prints its addresses and keys, prints each request, and ends with 0 on Ctrl-C', async () => {
    await using running = run('--ready', '0s', '--outcome', 'FAILED', '--fault', 'executeJob:503:2');
    await printed(running, /Ctrl-C/);
    const { output } = running;
    const reached = serviceOf(running);
    const call = (line: string, body?: unknown) => send(reached, Date.now(), line, body);
    expect(inputOf(running, 'jobId')).toBe('gqigvHhTu7ra');
    expect(inputOf(running, 'objectStorageUrl')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(output.stdout).toContain(`export INPUT_APIURL='${reached.url}'`);
    expect((await call(`POST ${jobPath}/executions`, goodBody)).json.status).toBe('RUNNING');
    expect((await call(`POST ${jobPath}/executions`, goodBody)).status).toBe(503);
    expect((await call(`GET ${jobPath}/executions`)).json.list).toHaveLength(4);
    await printed(running, /GET \/api\/v1\/jobs\/gqigvHhTu7ra\/executions → 200\n/);
    expect(output.stdout).toMatch(/POST \S+\/executions → 200\n.*POST \S+\/executions → 503\n/s);
    running.child.kill('SIGINT');
    expect(await running.exit).toEqual([0, null]);
    expect(output.stderr).toBe('');
  });

  it('explains its flags', async () => {
    await using running = run('--help');
    const { exit, output } = running;
    expect(await exit).toEqual([0, null]);
    for (const flag of ['port', 'edition', 'order', 'history', 'outcome', 'ready', 'running', 'speed']) {
      expect(output.stdout).toContain(`--${flag} `);
    }
    expect(output.stdout).toMatch(/--listed-after[\s\S]*--fault/);
  });

  it.each([
    ['--edition', '2024'],
    ['--order', 'random'],
    ['--outcome', 'DONE'],
    ['--ready', '2'],
    ['--speed', '0'],
    ['--port', '99999'],
    ['--history', '-1'],
    ['--fault', 'executeJob:explode'],
    ['--fault', 'runJob:503'],
    ['--fault', 'executeJob:503:0'],
    ['--over-limit', 'wait'],
    ['--max-concurrent-runs', '0'],
    ['--nonsense', 'x'],
  ])('refuses %s %s in one line', (flag, value) => {
    const read = () => optionsFromFlags([`${flag}=${value}`]);
    expect(read).toThrow(FlagError);
    expect(read).toThrow(new RegExp(`^.*${flag}.*$`));
  });

  it('ends with exit code 2 and one line after a wrong flag', async () => {
    await using running = run('--edition=2024');
    const { exit, output } = running;
    expect(await exit).toEqual([2, null]);
    expect(output.stderr).toMatch(/^.*--edition.*\n$/);
    expect(output.stdout).toBe('');
  });

  it('keeps executions over the limit READY where it is asked to', async () => {
    const edition = ['--edition', '2026', '--max-concurrent-runs', '2', '--over-limit', 'keep-ready'];
    await using running = run(...edition, '--history', '0', '--ready', '0s', '--running', '1h');
    await printed(running, /Ctrl-C/);
    const reached = serviceOf(running);
    const statuses: string[] = [];
    for (const _ of [1, 2, 3]) {
      const { json } = await send(reached, Date.now(), `POST ${jobPath}/executions`, goodBody);
      statuses.push(json.status);
    }
    expect(statuses).toEqual(['RUNNING', 'RUNNING', 'READY']);
  });

  it('refuses a port that is taken', async () => {
    await using first = run();
    const [, port = ''] = await printed(first, /Data Flow API +http:\/\/127\.0\.0\.1:(\d+)/);
    await using second = run('--port', port);
    expect(await second.exit).toEqual([2, null]);
    expect(second.output.stderr).toContain('EADDRINUSE');
  });
});
