import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ExecutionPlan, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import {
  type ConsoleLog,
  type ConsoleLogOptions,
  readConsoleLogEnd,
} from '../../src/console-log/console-log.ts';
import type { Keys } from '../../src/dataflow/signature.ts';
import { type HttpRequest, type HttpResponse, Network } from '../../src/http/network.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** One reading with the real network and a clock that does not wait, and what it cost. */
export interface Reading {
  readonly log: ConsoleLog;
  readonly requests: readonly HttpRequest[];
  readonly responses: readonly HttpResponse[];
  /** Bytes of all bodies that came. */
  readonly bytesReceived: number;
  readonly clock: FakeClock;
}

interface Place extends Partial<ConsoleLogOptions> {
  readonly origin: string;
  readonly path: string;
  readonly keys: Keys;
  readonly nowMs?: () => number;
  readonly clock?: FakeClock;
  /** What the first requests meet instead of the server. */
  readonly failures?: readonly Error[];
}

export async function reading({
  keys,
  nowMs,
  clock = new FakeClock(),
  failures = [],
  ...place
}: Place): Promise<Reading> {
  const network = new Network();
  const requests: HttpRequest[] = [];
  const responses: HttpResponse[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    requests.push(request);
    const failure = failures[requests.length - 1];
    if (failure) throw failure;
    const response = await network.send(request);
    responses.push(response);
    return response;
  };
  const world = {
    keys,
    send,
    clock,
    userAgent: 'test',
    random: () => 0.5,
    nowMs: nowMs ?? (() => clock.trueMs()),
  };
  try {
    const log = await readConsoleLogEnd(world, {
      region: 'kr-standard',
      lines: 100,
      requestTimeoutMs: 5_000,
      ...place,
    });
    const bytesReceived = responses.reduce((sum, { body }) => sum + body.length, 0);
    return { log, requests, responses, bytesReceived, clock };
  } finally {
    await network.close();
  }
}

/** The simulator with one execution that is over, on a clock of its own. */
export async function simulated(consoleLog: ExecutionPlan['consoleLog'], options: SimulatorOptions = {}) {
  const clock = new FakeClock();
  const simulator = await startSimulator({ now: () => clock.trueMs(), ...options });
  const plan = { readyMs: 0, runningMs: 1_000, ...(consoleLog === undefined ? {} : { consoleLog }) };
  simulator.startForeign('gqigvHhTu7ra', { plan });
  clock.pass(1_000);
  const path = simulator.executions[0]?.consoleLogPath ?? '';
  const { accessKey, secretKey } = simulator;
  return {
    simulator,
    clock,
    read: (differently: Partial<Place> = {}) =>
      reading({
        origin: simulator.objectStorageUrl,
        path,
        keys: { accessKey, secretKey },
        clock,
        ...differently,
      }),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

/** A server that responds as a test says, for what no real one can be made to do. */
export async function serving(listener: RequestListener) {
  let requestCount = 0;
  const server = createServer((request, response) => {
    requestCount += 1;
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    get requestCount() {
      return requestCount;
    },
    read: (differently: Partial<Place> = {}) =>
      reading({ origin, path: 'bucket/a.log', keys: { accessKey: 'A', secretKey: 'S' }, ...differently }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const bytes = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);
