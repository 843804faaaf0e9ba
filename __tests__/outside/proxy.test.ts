import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { runPost, runStep, type StepResult } from '../../simulator/github-runner.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';
import { type GitHubApi, startGitHubApi } from '../e2e/github-api.ts';
import { ENDLESS, errors, JOB_ID, QUICK, ROOT, start, started, stepOptions } from '../e2e/step.ts';
import { type ConnectProxy, type ProxyOptions, startConnectProxy } from './connect-proxy.ts';
import { API_HOST, type Certificates, describeWithTls, GITHUB_HOST, STORAGE_HOST } from './outside-world.ts';
import { startTlsFront } from './tls-front.ts';

/** The whole outside world behind one proxy: only the proxy knows where the hosts really are. */
interface World extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly github: GitHubApi;
  readonly proxy: ConnectProxy;
  /** The environment of a step that goes through the proxy. */
  readonly env: Readonly<Record<string, string>>;
}

async function openWorld(
  { good, trusting }: Certificates,
  service: SimulatorOptions = QUICK,
  options: ProxyOptions = {},
): Promise<World> {
  const stack = new AsyncDisposableStack();
  const simulator = stack.use(await startSimulator(service));
  const github = stack.use(await startGitHubApi());
  const front = async (url: string) => stack.use(await startTlsFront(url, good)).port;
  const hosts = {
    [`${API_HOST}:443`]: await front(simulator.url),
    [`${STORAGE_HOST}:443`]: await front(simulator.objectStorageUrl),
    [`${GITHUB_HOST}:443`]: await front(github.url),
  };
  const proxy = stack.use(await startConnectProxy({ hosts, ...options }));
  const scheme = options.tls ? 'https://localhost' : 'http://127.0.0.1';
  return {
    simulator,
    github,
    proxy,
    env: { ...trusting, HTTPS_PROXY: `${scheme}:${proxy.port}` },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  };
}

/** As in a workflow that names no address at all. */
const asPublished = { apiUrl: undefined, objectStorageUrl: undefined };

/** get-job without an address, by the proxy of the environment. */
function getJob({ simulator, env }: World, more: Record<string, string> = {}): Promise<StepResult> {
  const { accessKey, secretKey } = simulator;
  const action = join(ROOT, 'get-job');
  return runStep({ action, with: { accessKey, secretKey, jobId: JOB_ID }, env: { ...env, ...more } });
}

const readsTheJob = { exitCode: 0, outputs: { name: 'job001' } };

/** All that a step wrote but the masks themselves. */
const written = (step: StepResult) => step.written.replace(/^::add-mask::.*$/gm, '');

describeWithTls('a proxy', (certificates) => {
  it.concurrent('carries the API, the console log and the commit statuses', async () => {
    const failing: SimulatorOptions = { plan: { readyMs: 0, runningMs: 200, final: 'FAILED' } };
    await using world = await openWorld(certificates(), failing);
    const { simulator, github, proxy, env } = world;
    const inputs = { ...asPublished, commitStatus: 'nightly data', githubToken: 'ghs_test' };
    const githubContext = { GITHUB_API_URL: `https://${GITHUB_HOST}` };
    const step = await start(simulator, inputs, { env, githubContext }).finished;
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'failure', status: 'FAILED' } });
    expect(step.log).toContain('console log');
    expect(simulator.objectRequests.length).toBeGreaterThan(0);
    expect(github.statuses.map(({ state }) => state)).toEqual(['failure', 'pending']);
    const hosts = [API_HOST, STORAGE_HOST, GITHUB_HOST].map((host) => `${host}:443`);
    expect([...new Set(proxy.asked)].sort()).toEqual(hosts.sort());
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('that refuses Object Storage alone is asked once for the log, and named', async () => {
    const failing: SimulatorOptions = { plan: { readyMs: 0, runningMs: 200, final: 'FAILED' } };
    await using simulator = await startSimulator(failing);
    const { good, trusting } = certificates();
    await using front = await startTlsFront(simulator.url, good);
    await using proxy = await startConnectProxy({ hosts: { [`${API_HOST}:443`]: front.port }, unknown: 403 });
    const env = { ...trusting, HTTPS_PROXY: `127.0.0.1:${proxy.port}` };
    const step = await start(simulator, asPublished, { env }).finished;
    expect(step.outputs).toMatchObject({ conclusion: 'failure', status: 'FAILED' });
    expect(step.log).toMatch(/could not be read.*proxy 127\.0\.0\.1:\d+ \(from HTTPS_PROXY\)/);
    expect(proxy.asked.filter((host) => host.startsWith(STORAGE_HOST))).toHaveLength(1);
  });

  it.concurrent('carries the cancel', async () => {
    await using world = await openWorld(certificates(), ENDLESS);
    const { simulator, env } = world;
    const step = start(simulator, asPublished, { env });
    await step.waitForOutput('started execution');
    step.cancel();
    expect((await step.finished).outputs).toMatchObject({ conclusion: 'cancelled', status: 'CANCELED' });
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });

  it.concurrent('carries the post step', async () => {
    await using world = await openWorld(certificates(), ENDLESS);
    const { simulator, env } = world;
    const step = start(simulator, asPublished, { env });
    await step.waitForOutput('started execution');
    step.kill('SIGKILL');
    const post = await runPost(stepOptions(simulator, asPublished, { env }), await step.finished);
    expect(post.exitCode).toBe(0);
    expect(started(simulator)[0]?.status).toBe('CANCELED');
  });

  it.concurrent('a start whose response is lost in the tunnel makes exactly one execution', async () => {
    const lost: SimulatorOptions = { ...QUICK, faults: [{ on: 'executeJob', kind: 'reset-after' }] };
    await using world = await openWorld(certificates(), lost);
    const { simulator, env } = world;
    const step = await start(simulator, asPublished, { env }).finished;
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.outputs['jobExecutionId']).toBe(started(simulator)[0]?.jobExecutionId);
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('that speaks TLS and prefers HTTP/2 is used', async () => {
    const all = certificates();
    await using world = await openWorld(all, {}, { tls: all.good });
    expect(await getJob(world)).toMatchObject(readsTheJob);
    expect(world.proxy.asked).toContain(`${API_HOST}:443`);
  });

  it.concurrent.each(['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'])(
    'in %s without a scheme is used',
    async (variable) => {
      await using world = await openWorld(certificates(), {});
      const { proxy } = world;
      const env = { HTTPS_PROXY: '', [variable]: `127.0.0.1:${proxy.port}` };
      expect(await getJob(world, env)).toMatchObject(readsTheJob);
      expect(proxy.asked).toContain(`${API_HOST}:443`);
    },
  );

  it.concurrent.each([
    ['the host itself', 'localhost'],
    ['one of several, with spaces', 'example.com, localhost ,.test'],
    ['the host with its port', 'localhost:PORT'],
    ['everything', '*'],
    ['a domain', '.localhost'],
  ])('is not used for what NO_PROXY names: %s', async (_what, noProxy) => {
    const { good, trusting } = certificates();
    await using simulator = await startSimulator();
    await using front = await startTlsFront(simulator.url, good);
    await using proxy = await startConnectProxy();
    const { accessKey, secretKey } = simulator;
    const apiUrl = `https://localhost:${front.port}`;
    const variables = {
      HTTPS_PROXY: `127.0.0.1:${proxy.port}`,
      NO_PROXY: noProxy.replace('PORT', `${front.port}`),
    };
    const given = { accessKey, secretKey, jobId: JOB_ID, apiUrl };
    const env = { ...trusting, ...variables };
    expect(await runStep({ action: join(ROOT, 'get-job'), with: given, env })).toMatchObject(readsTheJob);
    expect(proxy.asked).toEqual([]);
  });

  it.concurrent('gets user and password, which are shown nowhere', async () => {
    await using world = await openWorld(certificates(), {}, { login: 'j.kim:p@ss/w%rd#1' });
    const address = `http://j.kim:p%40ss%2Fw%25rd%231@127.0.0.1:${world.proxy.port}`;
    const action = join(ROOT, 'get-job');
    const { accessKey, secretKey } = world.simulator;
    const env = { ...world.env, HTTPS_PROXY: address };
    const given = { accessKey, secretKey, jobId: JOB_ID };
    const step = await runStep({ action, with: given, env, debug: true });
    expect(step).toMatchObject(readsTheJob);
    expect(step.written).toContain('::add-mask::p%2540ss');
    for (const form of ['p@ss/w%rd#1', 'p%40ss', 'p%2540ss']) expect(written(step)).not.toContain(form);
  });

  it.concurrent.each<[string, ProxyOptions, RegExp]>([
    [
      'with 407',
      { login: 'j.kim:another one' },
      /did not accept user and password\.\nNext step: Check them in HTTPS_PROXY/,
    ],
    [
      'with 403',
      { refuse: { status: 403 } },
      /refused the connection\.\nNext step: Ask those who run the proxy/,
    ],
    ['with 301', { refuse: { status: 301 } }, /refused the connection\..*\n.*HTTPS_PROXY names a proxy/],
    ['with 302', { refuse: { status: 302 } }, /refused the connection\..*\n.*HTTPS_PROXY names a proxy/],
  ])('that refuses %s is asked once, and is named as the cause', async (_status, options, cause) => {
    await using world = await openWorld(certificates(), {}, options);
    const address = `127.0.0.1:${world.proxy.port}`;
    const step = await getJob(world, { HTTPS_PROXY: `http://j.kim:not-the-right-one@${address}` });
    expect(step.exitCode).toBe(1);
    const [error = ''] = errors(step);
    expect(error).toContain(`proxy ${address} (from HTTPS_PROXY): it refused the connection with status`);
    expect(error).toContain(`Cause: the proxy ${address}`);
    expect(error).toMatch(cause);
    expect(world.proxy.asked).toHaveLength(1);
    expect(written(step)).not.toContain('not-the-right-one');
  });

  it.concurrent.each([502, 503])('that responds with %d for a moment is asked again', async (status) => {
    await using world = await openWorld(certificates(), {}, { refuse: { status, times: 1 } });
    const step = await getJob(world);
    expect(step).toMatchObject(readsTheJob);
    expect(step.log).toMatch(/proxy 127\.0\.0\.1:\d+ \(from HTTPS_PROXY\)/);
  });

  it.concurrent('whose certificate is not trusted is asked once, and is named as the cause', async () => {
    const all = certificates();
    await using world = await openWorld(all, {}, { tls: all.authority.selfSigned() });
    const step = await getJob(world);
    const [error = ''] = errors(step);
    expect(error).toContain(
      `Cause: the certificate of the proxy localhost:${world.proxy.port} was not accepted.`,
    );
    expect(error).toContain('NODE_EXTRA_CA_CERTS');
    expect(step.log).not.toContain('again in');
  });

  it.concurrent('a wrong certificate behind the tunnel is an error of the service, at once', async () => {
    const all = certificates();
    await using simulator = await startSimulator();
    await using front = await startTlsFront(simulator.url, all.authority.issue(['DNS:elsewhere.test']));
    await using proxy = await startConnectProxy({ hosts: { [`${API_HOST}:443`]: front.port } });
    const { accessKey, secretKey } = simulator;
    const env = { ...all.trusting, HTTPS_PROXY: `127.0.0.1:${proxy.port}` };
    const given = { accessKey, secretKey, jobId: JOB_ID };
    const step = await runStep({ action: join(ROOT, 'get-job'), with: given, env });
    expect(errors(step)[0]).toContain('Cause: the certificate of the service was not accepted.');
    expect(proxy.asked).toHaveLength(1);
  });

  it.concurrent('that is down is named as the cause', async () => {
    await using world = await openWorld(certificates());
    const env = { ...world.env, HTTPS_PROXY: '127.0.0.1:9' };
    const step = await start(world.simulator, { ...asPublished, waitTimeout: '1s' }, { env }).finished;
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    const [error = ''] = errors(step);
    expect(error).toContain('proxy 127.0.0.1:9 (from HTTPS_PROXY)');
    expect(error).toContain('Cause: the proxy 127.0.0.1:9 could not be reached.');
    expect(error).toContain('Next step: Check HTTPS_PROXY');
  });

  it.concurrent('that wants a login for plain http is named as the cause', async () => {
    await using simulator = await startSimulator();
    await using proxy = await startConnectProxy({ login: 'j.kim:secret' });
    const { accessKey, secretKey, url } = simulator;
    const given = { accessKey, secretKey, jobId: JOB_ID, apiUrl: url };
    const env = { http_proxy: `127.0.0.1:${proxy.port}` };
    const step = await runStep({ action: join(ROOT, 'get-job'), with: given, env });
    expect(errors(step)[0]).toMatch(/Cause: the proxy 127\.0\.0\.1:\d+ did not accept.*\n.*http_proxy/);
    expect(proxy.asked).toHaveLength(1);
  });

  it.concurrent('whose address is none is an error of the inputs, in which it is not shown', async () => {
    await using simulator = await startSimulator();
    const { accessKey, secretKey } = simulator;
    const env = { HTTPS_PROXY: 'http://j.kim:pass/word@proxy.example.com:3128' };
    const given = { accessKey, secretKey, jobId: '', apiUrl: 'nowhere' };
    const step = await runStep({ action: join(ROOT, 'get-job'), with: given, env });
    const [error = ''] = errors(step);
    expect(error).toContain('HTTPS_PROXY in the environment is not the address of a proxy');
    expect(error).toContain('jobId: not given');
    expect(written(step)).not.toContain('pass/word');
  });
});
