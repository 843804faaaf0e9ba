/** Runs a server that is installed on this machine, with a configuration of the test's own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface InstalledServer extends AsyncDisposable {
  readonly port: number;
}

/** What is to be run. Folder and port are given to the functions. */
export interface ServerProgram {
  readonly program: string;
  readonly args: (file: (name: string) => string) => readonly string[];
  /** Name and text of each file in the server's folder. */
  readonly files: (port: number, file: (name: string) => string) => Readonly<Record<string, string>>;
}

const LONGEST_START_MS = 20_000;

export async function startInstalled({ program, args, files }: ServerProgram): Promise<InstalledServer> {
  const folder = mkdtempSync(join(tmpdir(), `${program}-`));
  // A server that is started as root may go on as another user.
  chmodSync(folder, 0o777);
  const file = (name: string) => join(folder, name);
  const port = await freePort();
  for (const [name, text] of Object.entries(files(port, file))) writeFileSync(file(name), text);
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` };
  const child = spawn(program, args(file), { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += String(text);
    });
  }
  const stop = async () => {
    await stopped(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const endMs = performance.now() + LONGEST_START_MS;
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || performance.now() > endMs) {
      await stop();
      throw new Error(`${program} did not start:\n${said}`);
    }
    await delay(20);
  }
  return { port, [Symbol.asyncDispose]: stop };
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, 'exit');
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await end;
  clearTimeout(forced);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
