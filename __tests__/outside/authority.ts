/** A private certificate authority, made with openssl for the time of a test. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a TLS server shows. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

export interface Authority extends Disposable {
  /** For NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  readonly certificate: string;
  /** A certificate for these names, such as `DNS:localhost` or `IP:::1`. */
  issue(names: readonly string[], validity?: Validity): Identity;
  /** A certificate for localhost that is its own authority. */
  selfSigned(): Identity;
}

/** As `YYYYMMDD`. */
export interface Validity {
  readonly from: string;
  readonly to: string;
}

const VALID: Validity = { from: '20200101', to: '20491231' };

const CONFIG = `[ca]
default_ca = all
[all]
database = index.txt
serial = serial
new_certs_dir = .
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = optional
[req]
distinguished_name = names
[names]
`;

/** Whether openssl can be run here. Without it the tests that need certificates are skipped. */
export const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'authority-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const newKey = (file: string) =>
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', file);
  const request = (subject: string, key: string, file: string) =>
    openssl('req', '-new', '-config', 'ca.cnf', '-key', key, '-subj', `/CN=${subject}`, '-out', file);
  const sign = (file: string, extensions: string, { from, to }: Validity, ...more: string[]) => {
    writeFileSync(join(folder, 'extensions'), extensions);
    const dates = ['-startdate', `${from}000000Z`, '-enddate', `${to}000000Z`];
    const files = ['-in', `${file}.csr`, '-out', `${file}.pem`, '-extfile', 'extensions', '-notext'];
    openssl('ca', '-batch', '-config', 'ca.cnf', ...dates, ...files, ...more);
  };
  writeFileSync(join(folder, 'ca.cnf'), CONFIG);
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(join(folder, 'serial'), '01\n');
  for (const key of ['ca.key', 'server.key']) newKey(key);
  request('A private authority', 'ca.key', 'ca.csr');
  sign('ca', 'basicConstraints=critical,CA:true\n', VALID, '-selfsign', '-keyfile', 'ca.key');
  let count = 0;
  const issued = (names: readonly string[], validity: Validity, ...more: string[]): Identity => {
    count += 1;
    const file = `server-${count}`;
    request('server', 'server.key', `${file}.csr`);
    sign(file, `subjectAltName=${names.join(',')}\n`, validity, ...more);
    return { key: read('server.key'), cert: read(`${file}.pem`) };
  };
  return {
    file: join(folder, 'ca.pem'),
    certificate: read('ca.pem'),
    issue: (names, validity = VALID) => issued(names, validity, '-cert', 'ca.pem', '-keyfile', 'ca.key'),
    selfSigned: () => issued(['DNS:localhost'], VALID, '-selfsign', '-keyfile', 'server.key'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
