/** What the tests of dist against the outside world share. */
import { spawnSync } from 'node:child_process';
import { afterAll, describe } from '@jest/globals';
import { type Authority, createAuthority, HAS_OPENSSL, type Identity } from './authority.ts';

/** The hosts that the action talks to when nothing else is given. */
export const API_HOST = 'dataflow.apigw.ntruss.com';
export const STORAGE_HOST = 'kr.object.ncloudstorage.com';
export const GITHUB_HOST = 'api.github.com';

/** The authority of a test file, and a good certificate for all hosts. */
export interface Certificates {
  readonly authority: Authority;
  readonly good: Identity;
  /** The environment of a step that trusts the authority. */
  readonly trusting: { readonly NODE_EXTRA_CA_CERTS: string };
}

/** `describe` with certificates; skipped, with a line that says so, where openssl is missing. */
export function describeWithTls(about: string, tests: (certificates: () => Certificates) => void): void {
  describeWith(['openssl'], about, () => {
    let made: Certificates | undefined;
    afterAll(() => made?.authority[Symbol.dispose]());
    tests(() => {
      made ??= makeCertificates();
      return made;
    });
  });
}

export function makeCertificates(): Certificates {
  const authority = createAuthority();
  const hosts = [API_HOST, STORAGE_HOST, GITHUB_HOST, 'localhost', 'dataflow.test'].map(
    (host) => `DNS:${host}`,
  );
  return {
    authority,
    good: authority.issue([...hosts, 'IP:127.0.0.1', 'IP:::1']),
    trusting: { NODE_EXTRA_CA_CERTS: authority.file },
  };
}

/** `describe` that needs programs; skipped, with a line that says so, where one is missing. */
export function describeWith(programs: readonly string[], about: string, tests: () => void): void {
  const missing = programs.filter((program) => !isInstalled(program));
  if (missing.length === 0) return describe(about, tests);
  process.stderr.write(`skipped: ${about} (not installed: ${missing.join(', ')})\n`);
  return describe.skip(about, tests);
}

function isInstalled(program: string): boolean {
  if (program === 'openssl') return HAS_OPENSSL;
  return spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin; command -v ${program}`]).status === 0;
}
