import { afterEach, describe, expect, it } from '@jest/globals';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { type HttpRequest, Network } from '../../src/http/network.ts';

const network = new Network();
let simulator: Simulator | undefined;
afterEach(async () => {
  await network.close();
  await simulator?.close();
});

describe('the longest time for a response', () => {
  it('may be more than a timer of Node can hold', async () => {
    simulator = await startSimulator({});
    const { origin } = new URL(simulator.url);
    const path = '/api/v1/jobs';
    const request: HttpRequest = { method: 'GET', origin, path, headers: {}, timeoutMs: 1_000 * 3_600_000 };
    expect(await network.send(request)).toMatchObject({ status: 401 });
  });
});
