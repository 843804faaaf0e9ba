import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { runStep, type StepResult } from '../../simulator/github-runner.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { errors, JOB_ID, QUICK, ROOT, run, started } from '../e2e/step.ts';
import { type Certificates, describeWithTls } from './outside-world.ts';
import { type FrontOptions, startTlsFront } from './tls-front.ts';

/** get-job by way of a TLS server; by default with a good certificate that the step trusts. */
async function getJob(
  { good, trusting }: Certificates,
  front: FrontOptions = {},
  { env = trusting, host = 'localhost' }: { env?: Record<string, string>; host?: string } = {},
): Promise<{ step: StepResult; simulator: Simulator; protocols: (string | null)[] }> {
  await using simulator = await startSimulator();
  await using server = await startTlsFront(simulator.url, { ...good, ...front });
  const { accessKey, secretKey } = simulator;
  const apiUrl = `https://${host}:${server.port}`;
  const given = { accessKey, secretKey, apiUrl, jobId: JOB_ID };
  const step = await runStep({ action: join(ROOT, 'get-job'), with: given, env });
  return { step, simulator, protocols: server.arrivals.map(({ protocol }) => protocol) };
}

const readsTheJob = { exitCode: 0, outputs: { name: 'job001' } };

describeWithTls('TLS', (certificates) => {
  it.concurrent.each(['TLSv1.2', 'TLSv1.3'] as const)('%s reaches the service', async (version) => {
    const { step, protocols } = await getJob(certificates(), { minVersion: version, maxVersion: version });
    expect(step).toMatchObject(readsTheJob);
    expect(new Set(protocols)).toEqual(new Set([version]));
  });

  it.concurrent('reaches a host that is an IPv6 address', async () => {
    if (
      !Object.values(networkInterfaces())
        .flat()
        .some((each) => each?.address === '::1')
    ) {
      process.stderr.write(
        'skipped, since this machine has no IPv6: reaches a host that is an IPv6 address\n',
      );
      return;
    }
    const { step } = await getJob(certificates(), { host: '::1' }, { host: '[::1]' });
    expect(step).toMatchObject(readsTheJob);
  });

  // Elsewhere the authorities of the machine are in no file.
  const onLinux = process.platform === 'linux' ? it.concurrent : it.skip;
  onLinux('a private authority of the machine is trusted with NODE_USE_SYSTEM_CA=1', async () => {
    const { authority } = certificates();
    const env = { NODE_USE_SYSTEM_CA: '1', SSL_CERT_FILE: authority.file };
    expect((await getJob(certificates(), {}, { env })).step).toMatchObject(readsTheJob);
  });

  const expired = { from: '20200101', to: '20210101' };
  const future = { from: '20490101', to: '20491231' };
  const ADVICE = /NODE_EXTRA_CA_CERTS/;
  it.concurrent.each<[string, (all: Certificates) => FrontOptions, boolean, RegExp, RegExp]>([
    ['of an unknown authority', () => ({}), false, /authority that Node does not know/, ADVICE],
    [
      'that comes with its unknown authority',
      ({ good, authority }) => ({ ...good, cert: good.cert + authority.certificate }),
      false,
      /private authority that Node does not know/,
      ADVICE,
    ],
    [
      'that is self-signed',
      ({ authority }) => authority.selfSigned(),
      true,
      /self-signed, and Node does not know it/,
      ADVICE,
    ],
    [
      'that has expired',
      ({ authority }) => authority.issue(['DNS:localhost'], expired),
      true,
      /the certificate has expired/,
      /has to be renewed/,
    ],
    [
      'that is not valid yet',
      ({ authority }) => authority.issue(['DNS:localhost'], future),
      true,
      /the certificate is not valid yet/,
      /clock of the runner/,
    ],
    [
      'for another host',
      ({ authority }) => authority.issue(['DNS:elsewhere.test']),
      true,
      /the certificate is for another host name/,
      /Write the host as the certificate names it/,
    ],
  ])(
    'a certificate %s is an error at once, with the hint that helps',
    async (_what, front, trusts, what, hint) => {
      const all = certificates();
      const { step, simulator } = await getJob(all, front(all), { env: trusts ? all.trusting : {} });
      expect(step.exitCode).toBe(1);
      const [error = ''] = errors(step);
      expect(error).toMatch(what);
      expect(error).toContain('Cause: the certificate of the service was not accepted.');
      expect(error.split('Next step:')[1]).toMatch(hint);
      if (hint !== ADVICE) expect(error).not.toMatch(ADVICE);
      expect(step.log).not.toContain('again in');
      expect(simulator.requests).toEqual([]);
    },
  );

  it.concurrent('a server that speaks only TLS 1.1 is an error at once, with a hint', async () => {
    const old: FrontOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    const { step } = await getJob(certificates(), old);
    const [error = ''] = errors(step);
    expect(error).toContain('no TLS version or cipher is common to both sides');
    expect(error).toContain('The other side has to allow TLS 1.2 or 1.3.');
    expect(error).not.toMatch(/routines|\.c:\d|[\\/]ssl[\\/]/);
    expect(step.log).not.toContain('again in');
  });

  it.concurrent('https on a port of plain http is an error at once, in plain words', async () => {
    await using simulator = await startSimulator();
    const { accessKey, secretKey, url } = simulator;
    const given = { accessKey, secretKey, apiUrl: url.replace('http:', 'https:'), jobId: JOB_ID };
    const step = await runStep({ action: join(ROOT, 'get-job'), with: given });
    const [error = ''] = errors(step);
    expect(error).toContain('the other side does not speak TLS on this port');
    expect(error).not.toMatch(/routines|\.c:\d|[\\/]ssl[\\/]/);
    expect(step.log).not.toContain('again in');
  });

  it.concurrent.each(['gzip', 'br', 'deflate', 'deflate without header'] as const)(
    'a response is read that is compressed with %s against Accept-Encoding',
    async (compress) => {
      await using simulator = await startSimulator();
      await using server = await startTlsFront(simulator.url, { ...certificates().good, compress });
      const { accessKey, secretKey } = simulator;
      const given = { accessKey, secretKey, apiUrl: `https://localhost:${server.port}`, jobId: JOB_ID };
      const env = certificates().trusting;
      expect(await runStep({ action: join(ROOT, 'get-job'), with: given, env })).toMatchObject(readsTheJob);
      expect(server.arrivals[0]?.headers['accept-encoding']).toBe('identity');
    },
  );

  it.concurrent('a server that closes a used connection under a request cannot make the start ambiguous', async () => {
    await using simulator = await startSimulator(QUICK);
    const { good, trusting } = certificates();
    await using server = await startTlsFront(simulator.url, { ...good, closesAtSecondRequest: true });
    const step = await run(simulator, { apiUrl: `https://localhost:${server.port}` }, { env: trusting });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    const posts = server.arrivals.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    const [post] = posts;
    expect(server.arrivals.filter(({ connection }) => connection === post?.connection)).toEqual(posts);
    expect(started(simulator)).toHaveLength(1);
  });

  it.concurrent('a 100 Continue that nobody asked for is skipped', async () => {
    await using simulator = await startSimulator(QUICK);
    const { good, trusting } = certificates();
    await using server = await startTlsFront(simulator.url, { ...good, continues: true });
    const step = await run(simulator, { apiUrl: `https://localhost:${server.port}` }, { env: trusting });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(server.arrivals.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(step.durationMs).toBeLessThan(6_000);
  });

  it.concurrent('a second address that is dead does not matter at a round trip of 300 ms', async () => {
    const { authority, trusting } = certificates();
    const preload = join(authority.file, '../far-away.cjs');
    writeFileSync(preload, FAR_AWAY);
    const env = { ...trusting, NODE_OPTIONS: `--require ${preload}` };
    const { step } = await getJob(certificates(), {}, { host: 'dataflow.test', env });
    expect(step).toMatchObject(readsTheJob);
  });
});

/**
 * Loaded into the step before dist: dataflow.test has two addresses. A connection to the first takes 300 ms, which no
 * loopback does by itself; the second refuses.
 */
const FAR_AWAY = `
const dns = require('node:dns');
const lookup = dns.lookup;
dns.lookup = (host, options, done) => {
  if (host !== 'dataflow.test') return lookup(host, options, done);
  done(null, [{ address: '127.0.0.1', family: 4 }, { address: '::ffff:127.0.0.99', family: 6 }]);
};
const { TCP } = process.binding('tcp_wrap');
const { connect } = TCP.prototype;
TCP.prototype.connect = function (request, address, port) {
  const error = connect.call(this, request, address, port);
  const { oncomplete } = request;
  request.oncomplete = (...results) => setTimeout(() => request.oncomplete && oncomplete(...results), 300);
  return error;
};
`;
