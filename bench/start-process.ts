import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputs, readDefinition, runnerVariables, type Variables } from '../simulator/runner-environment.ts';

/** A program with all that the runner gives it, ready to be started. */
export interface Program {
  readonly file: string;
  readonly env: Variables;
  readonly folder: string;
}

/** A server on loopback that reports when a request arrives, and refuses it. */
export interface Listener extends AsyncDisposable {
  readonly url: string;
  /** When the next request has arrived, on `performance.now()`. */
  nextRequestMs(): Promise<number>;
}

const root = join(import.meta.dirname, '..');

/** The definition that create-job reads, in a workspace of its own. */
const DEFINITION = `name: sales_daily
nodes:
  - id: 1
    type: SOURCE_OBS
    name: Object Storage
    parentNodeIds: []
    regionNo: "1"
    bucketName: sales
    prefix: incoming
    dataType: CSV
    fieldList: [{name: id, type: string}]
  - id: 2
    type: TARGET_OBS
    name: Object Storage
    parentNodeIds: [1]
    regionNo: "1"
    bucketName: sales
    prefix: filtered
    dataType: CSV
    updateType: OVERWRITE
    fieldList: [{name: id, type: string}]
`;

/** @param action its folder in the repository; '.' for run */
export function actionProgram(action: string, given: Variables): Program & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const options = { action: join(root, action), with: given };
  const definition = readDefinition(options);
  const variables = runnerVariables(options, folder);
  const workspace = join(folder, 'workspace');
  writeFileSync(join(workspace, 'job.yml'), DEFINITION);
  return {
    file: definition.program,
    env: { ...variables, ...inputs(definition, variables, options) },
    folder: workspace,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The program that others are compared with, in the same surroundings. */
export function bareProgram({ env, folder }: Program): Program {
  return { file: join(import.meta.dirname, 'start-bare.js'), env, folder };
}

export function start({ file, env, folder }: Program): ChildProcess {
  return spawn(process.execPath, [file], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** From the start of the process to its first request. */
export async function msToFirstRequest(program: Program, listener: Listener): Promise<number> {
  const arrived = listener.nextRequestMs();
  const startedMs = performance.now();
  const child = start(program);
  const closed = once(child, 'close');
  const arrivedMs = await Promise.race([arrived, closed.then(() => undefined)]);
  child.kill('SIGKILL');
  await closed;
  if (arrivedMs === undefined) throw new Error(`${program.file} ended without a request`);
  return arrivedMs - startedMs;
}

export async function listener(): Promise<Listener> {
  let arrived: (ms: number) => void = () => undefined;
  const server = createServer((_request, response) => {
    arrived(performance.now());
    response.writeHead(403).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    nextRequestMs: () =>
      new Promise((resolve) => {
        arrived = resolve;
      }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
