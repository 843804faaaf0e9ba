import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { runStep } from '../../simulator/github-runner.ts';
import { type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { QUICK, run, started, stepOptions } from './step.ts';

const failing: SimulatorOptions = { plan: { readyMs: 0, runningMs: 200, final: 'FAILED' } };

describe('the step', () => {
  it.concurrent.each<[string, SimulatorOptions, Record<string, string>]>([
    ['success', QUICK, {}],
    ['a failure', failing, {}],
    ['a refused key', QUICK, { accessKey: 'SOMEBODY-ELSE' }],
    ['a lost start', { ...QUICK, faults: [{ on: 'executeJob', kind: 'reset-after' }] }, {}],
    ['the key as a parameter', QUICK, { parameters: 'password: simulator-secret-key-0000000000000000' }],
    ['wrong inputs', QUICK, { wait: 'maybe', jobCondition: 'x: [' }],
  ])('never writes the secret key or a signature: %s', async (_name, options, inputs) => {
    await using simulator = await startSimulator(options);
    const step = await run(simulator, inputs, { debug: true });
    const signatures = simulator.requests.map(({ headers }) => String(headers['x-ncp-apigw-signature-v2']));
    const written = step.written.replace(/^::add-mask::.*$/gm, '');
    for (const secret of [simulator.secretKey, ...signatures]) expect(written).not.toContain(secret);
    expect(step.written.indexOf('::add-mask::')).toBe(0);
  });

  it.concurrent('shows each request under step debugging, with status, time and trace id', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, {}, { debug: true });
    expect(step.log).toMatch(
      /##\[debug\]executeJob: POST \/api\/v1\/jobs\/\w+\/executions -> 200 in \d+ ms, trace id \S+/,
    );
  });

  it.concurrent('works without any of the files of the runner', async () => {
    await using simulator = await startSimulator(QUICK);
    expect((await run(simulator, {}, { files: false })).exitCode).toBe(0);
    simulator.setPlan({ readyMs: 0, runningMs: 0, final: 'FAILED' });
    expect((await run(simulator, {}, { files: false })).exitCode).toBe(1);
  });

  it.concurrent('writes no summary with summary: false', async () => {
    await using simulator = await startSimulator(QUICK);
    expect((await run(simulator, { summary: 'false' })).summary).toBe('');
  });

  it.concurrent('writes the execution to outputs and state as soon as it is known, also when it is killed later', async () => {
    await using simulator = await startSimulator({
      plan: { readyMs: 0, runningMs: 60_000, final: 'COMPLETED' },
    });
    const { startStep } = await import('../../simulator/github-runner.ts');
    const step = startStep(stepOptions(simulator));
    await step.waitForOutput('started execution');
    step.kill('SIGKILL');
    const { outputs, state } = await step.finished;
    const id = started(simulator)[0]?.jobExecutionId ?? '-';
    expect(outputs['jobExecutionId']).toBe(id);
    expect(state['step']).toContain(id);
  });

  it.concurrent('names the action and its version to the service, and follows no redirect', async () => {
    await using simulator = await startSimulator({ ...QUICK, faults: [{ on: 'getJob', kind: 'redirect' }] });
    expect((await run(simulator)).exitCode).toBe(0);
    expect(
      simulator.requests.every(({ headers }) =>
        /^data-flow-action\/\d+\.\d+\.\d+/.test(String(headers['user-agent'])),
      ),
    ).toBe(true);
    expect(simulator.requestCount('unknown')).toBe(0);
  });
});

describe('a request', () => {
  /** A forward proxy on loopback that counts what goes through it. */
  async function startProxy() {
    let count = 0;
    const server = createServer((request, response) => {
      count += 1;
      const target = new URL(request.url ?? '');
      const socket = connect(Number(target.port), target.hostname, () => {
        const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
        const path = (request.url ?? '').slice(target.origin.length);
        socket.write(
          `${request.method} ${path} HTTP/1.1\r\n${headers.join('\r\n')}\r\nconnection: close\r\n\r\n`,
        );
        request.pipe(socket, { end: false });
      });
      socket.pipe(response.socket ?? socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return { url: `http://127.0.0.1:${port}`, count: () => count, close: () => server.close() };
  }

  it.concurrent('goes through HTTP_PROXY, and not for hosts in NO_PROXY', async () => {
    await using simulator = await startSimulator(QUICK);
    const proxy = await startProxy();
    const through = await runStep(stepOptions(simulator, {}, { env: { HTTP_PROXY: proxy.url } }));
    expect(through.exitCode).toBe(0);
    const count = proxy.count();
    expect(count).toBeGreaterThanOrEqual(simulator.requests.length);
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' };
    expect((await runStep(stepOptions(simulator, {}, { env }))).exitCode).toBe(0);
    expect(proxy.count()).toBe(count);
    proxy.close();
  });
});
