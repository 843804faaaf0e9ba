import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  optionalOperations,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../simulator/simulator.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';
import { type Inputs, QUICK, ROOT, run, started } from './step.ts';

const LARGEST_POLL_BYTES = 20_000;
/** Long enough for many polls, the first of which may search. */
const LONGER: SimulatorOptions = { plan: { readyMs: 500, runningMs: 5_000, final: 'COMPLETED' } };
const isStart = ({ method }: { method: string }) => method === 'POST';

/** The bytes of the responses after the start, summed up for each poll. */
function bytesOfPolls(simulator: Simulator, { exchanges }: CountingProxy): number[] {
  const id = started(simulator)[0]?.jobExecutionId ?? 'none';
  const after = exchanges.slice(exchanges.findIndex(isStart) + 1);
  const bytes = [0];
  for (const exchange of after) {
    bytes.push((bytes.pop() ?? 0) + exchange.bytes);
    if (exchange.body.includes(id)) bytes.push(0);
  }
  return bytes.slice(0, -1);
}

describe('requests', () => {
  it.concurrent.each(['newest-first', 'oldest-first', 'shuffled'] as const)(
    'a poll costs under 20 kB with 20,000 past executions, %s',
    async (order) => {
      await using simulator = await startSimulator({ ...LONGER, history: 20_000, order });
      await using proxy = await startCountingProxy(simulator.url);
      expect(await run(simulator, { apiUrl: proxy.url })).toMatchObject({ exitCode: 0 });
      const polls = bytesOfPolls(simulator, proxy);
      expect(polls.length).toBeGreaterThan(1);
      expect(Math.max(...polls)).toBeLessThan(LARGEST_POLL_BYTES);
    },
  );

  it.concurrent('a poll costs as little where single executions are not offered, once its page was found', async () => {
    const options = { ...LONGER, absent: optionalOperations, order: 'oldest-first' } as const;
    await using simulator = await startSimulator({ ...options, history: 20_000 });
    await using proxy = await startCountingProxy(simulator.url);
    expect(await run(simulator, { apiUrl: proxy.url })).toMatchObject({ exitCode: 0 });
    const [, ...others] = bytesOfPolls(simulator, proxy);
    expect(others.length).toBeGreaterThan(1);
    expect(Math.max(...others)).toBeLessThan(LARGEST_POLL_BYTES);
  });

  it.concurrent('the start is the third request, after the job and its past', async () => {
    await using simulator = await startSimulator({ ...QUICK, history: 200 });
    await run(simulator);
    const [first, second, third] = simulator.requests.map(({ operation }) => operation);
    expect(new Set([first, second])).toEqual(new Set(['getJob', 'getJobExecutions']));
    expect(third).toBe('executeJob');
  });

  it.concurrent.each(['COMPLETED', 'FAILED'] as const)(
    'there is no request after the poll that saw %s',
    async (final) => {
      await using simulator = await startSimulator({ plan: { readyMs: 0, runningMs: 300, final } });
      await using proxy = await startCountingProxy(simulator.url);
      await run(simulator, { apiUrl: proxy.url });
      const seen = proxy.exchanges.findIndex(({ body }) => body.includes(final));
      expect(seen).toBe(proxy.exchanges.length - 1);
    },
  );
});

describe('loading', () => {
  /** The texts of the files of dist that a step has loaded. */
  async function loaded(inputs: Inputs): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), 'loaded-'));
    try {
      await using simulator = await startSimulator(QUICK);
      const hook = `import { appendFileSync } from 'node:fs';
        import { registerHooks } from 'node:module';
        registerHooks({ load(url, context, next) {
          appendFileSync(process.env.LOADED_FILE, url + '\\n');
          return next(url, context);
        } });`;
      const LOADED_FILE = join(folder, 'loaded.txt');
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
      const step = await run(simulator, inputs, { env: { LOADED_FILE, NODE_OPTIONS } });
      expect(step).toMatchObject({ exitCode: 0 });
      const urls = readFileSync(LOADED_FILE, 'utf8').split('\n');
      return urls.filter((url) => url.startsWith('file:')).map((url) => readFileSync(new URL(url), 'utf8'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const has = (texts: readonly string[], name: string) => texts.some((text) => text.includes(name));

  it.concurrent('inputs in JSON load no YAML parser, and a success without its log no signature for it', async () => {
    const texts = await loaded({ parameters: '{"date": "2024-02-29"}' });
    expect(has(texts, 'executeJob')).toBe(true);
    expect(has(texts, 'class YAMLParseError')).toBe(false);
    expect(has(texts, 'class AwsV4Signer')).toBe(false);
  });

  it.concurrent('inputs in YAML load the YAML parser, and a log that is shown loads its signature', async () => {
    const texts = await loaded({ parameters: 'date: 2024-02-29', consoleLog: 'always' });
    expect(has(texts, 'class YAMLParseError')).toBe(true);
    expect(has(texts, 'class AwsV4Signer')).toBe(true);
  });

  it('dist has of undici what sends requests: no mocks, WebSocket, caches', () => {
    const texts = readdirSync(join(ROOT, 'dist')).map((name) =>
      readFileSync(join(ROOT, 'dist', name), 'utf8'),
    );
    expect(has(texts, 'class EnvHttpProxyAgent')).toBe(true);
    for (const name of ['class MockAgent', 'class WebSocket ', 'class CacheStorage', 'class OidcClient'])
      expect(has(texts, name)).toBe(false);
  });
});
