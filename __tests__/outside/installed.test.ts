/** The proxies and servers that people really run, where they are installed. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runStep } from '../../simulator/github-runner.ts';
import { type Simulator, startSimulator } from '../../simulator/simulator.ts';
import { errors, JOB_ID, QUICK, ROOT, run, started } from '../e2e/step.ts';
import { type ServerProgram, startInstalled } from './installed-server.ts';
import { type Certificates, describeWith, makeCertificates } from './outside-world.ts';
import { startTlsFront } from './tls-front.ts';

const USER = 'j.kim';
/** Squid has one record for each user: requests with a right and a wrong password at once need two users. */
const OTHER_USER = 's.park';
const PASSWORD = 'a-long-passphrase';

/** The configuration of the proxies refuses tunnels to this port. */
const FORBIDDEN_PORT = 444;

const tinyproxy = (allowedPort: number): ServerProgram => ({
  program: 'tinyproxy',
  args: (file) => ['-d', '-c', file('tinyproxy.conf')],
  files: (port) => ({
    'tinyproxy.conf': `Port ${port}\nListen 127.0.0.1\nTimeout 60\nAllow 127.0.0.1\nBasicAuth ${USER} ${PASSWORD}\nBasicAuth ${OTHER_USER} ${PASSWORD}\nConnectPort ${allowedPort}\n`,
  }),
});

const SQUID_LOGIN = '/usr/lib/squid/basic_ncsa_auth';

const passwordHash = () => execFileSync('openssl', ['passwd', '-apr1', PASSWORD]).toString().trim();

const squid = (): ServerProgram => ({
  program: 'squid',
  args: (file) => ['-N', '-f', file('squid.conf')],
  files: (port, file) => ({
    passwords: [USER, OTHER_USER].map((user) => `${user}:${passwordHash()}\n`).join(''),
    'squid.conf': `http_port 127.0.0.1:${port}
pid_filename none
cache deny all
access_log none
cache_log /dev/null
shutdown_lifetime 0 seconds
auth_param basic program ${SQUID_LOGIN} ${file('passwords')}
acl known proxy_auth REQUIRED
acl forbidden port ${FORBIDDEN_PORT}
http_access deny forbidden
http_access allow known
http_access deny all
`,
  }),
});

const programs: Readonly<Record<string, (allowedPort: number) => ServerProgram>> = { tinyproxy, squid };

/** The folder of tests is closed when the file ends. */
const made: { certificates?: Certificates } = {};
const certificates = () => {
  made.certificates ??= makeCertificates();
  return made.certificates;
};
afterAll(() => made.certificates?.authority[Symbol.dispose]());

function getJob({ accessKey, secretKey }: Simulator, apiUrl: string, env: Record<string, string>) {
  const given = { accessKey, secretKey, jobId: JOB_ID, apiUrl };
  return runStep({ action: join(ROOT, 'get-job'), with: given, env: { ...certificates().trusting, ...env } });
}

describe.each(Object.keys(programs))('%s', (name) => {
  describeWith(['openssl', name, ...(name === 'squid' ? [SQUID_LOGIN] : [])], `${name} as the proxy`, () => {
    it('carries a whole run, and refuses a wrong password with a cause that names it', async () => {
      const program = programs[name];
      if (!program) throw new Error(name);
      await using simulator = await startSimulator(QUICK);
      await using front = await startTlsFront(simulator.url, certificates().good);
      await using proxy = await startInstalled(program(front.port));
      const apiUrl = `https://localhost:${front.port}`;
      const address = `127.0.0.1:${proxy.port}`;
      const env = { ...certificates().trusting, HTTPS_PROXY: `http://${USER}:${PASSWORD}@${address}` };
      const [good, bad, forbidden] = await Promise.all([
        run(simulator, { apiUrl }, { env }),
        getJob(simulator, apiUrl, { HTTPS_PROXY: `http://${OTHER_USER}:a-wrong-passphrase@${address}` }),
        getJob(simulator, `https://localhost:${FORBIDDEN_PORT}`, env),
      ]);
      expect([errors(good), good.exitCode, good.outputs['conclusion']]).toEqual([[], 0, 'success']);
      expect(started(simulator)).toHaveLength(1);
      expect(errors(bad)[0]).toContain(`Cause: the proxy ${address} did not accept user and password.`);
      expect(errors(forbidden)[0]).toContain(`Cause: the proxy ${address} refused the connection.`);
      for (const refused of [bad, forbidden]) expect(refused.log).not.toContain('again in');
      for (const step of [good, bad, forbidden]) {
        expect(step.written.replace(/^::add-mask::.*$/gm, '')).not.toMatch(/a-(?:long|wrong)-passphrase/);
      }
    });
  });
});

describeWith(['openssl', 'nginx'], 'nginx before the service', () => {
  it('carries a whole run, with compression, HTTP/2 on offer and connections that it closes early', async () => {
    await using simulator = await startSimulator(QUICK);
    const { good, trusting } = certificates();
    await using nginx = await startInstalled({
      program: 'nginx',
      args: (file) => ['-p', file(''), '-c', file('nginx.conf'), '-e', 'stderr', '-g', 'daemon off;'],
      files: (port, file) => ({
        'server.key': good.key,
        'server.pem': good.cert,
        'nginx.conf': `pid ${file('nginx.pid')};
events {}
http {
  access_log off;
  client_body_temp_path ${file('body')};
  proxy_temp_path ${file('proxy')};
  fastcgi_temp_path ${file('fastcgi')};
  uwsgi_temp_path ${file('uwsgi')};
  scgi_temp_path ${file('scgi')};
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate ${file('server.pem')};
    ssl_certificate_key ${file('server.key')};
    keepalive_requests 2;
    gzip on;
    gzip_min_length 1;
    gzip_types application/json;
    location / { proxy_pass ${simulator.url}; }
  }
}
`,
      }),
    });
    const apiUrl = `https://localhost:${nginx.port}`;
    const step = await run(simulator, { apiUrl }, { env: trusting });
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(started(simulator)).toHaveLength(1);
  });
});
