import type { FailureFacts } from '../dataflow/errors.ts';
import { type TlsProblem, tlsProblem } from '../http/tls-problem.ts';
import type { Remedy } from './causes.ts';

/** The service, reached without a proxy as far as is known. */
const UNREACHABLE: Remedy = {
  cause: 'the service could not be reached',
  next: 'Check apiUrl, and that the runner reaches it (DNS, firewall, HTTPS_PROXY, NO_PROXY).',
};

const ADD_AUTHORITY =
  'Write the certificate of that authority (of a proxy that inspects TLS, or of your own server) to a file and set NODE_EXTRA_CA_CERTS to its path, in the environment of the runner or of the job. Where the machine trusts it already, NODE_USE_SYSTEM_CA=1 is enough (Node 24.6 or newer). No input switches the check off.';

const TLS_STEPS: Readonly<Record<TlsProblem['kind'], string>> = {
  'unknown-authority': ADD_AUTHORITY,
  expired: 'The certificate has to be renewed on the other side. Check also the clock of the runner.',
  'not-yet-valid': 'Check the clock of the runner, and from when on the certificate is valid.',
  'wrong-name': 'Write the host as the certificate names it, or get a certificate for this host.',
  'bad-certificate': 'The certificate has to be replaced on the other side.',
  'no-common-version': 'The other side has to allow TLS 1.2 or 1.3.',
  'not-tls': 'Check the port, and whether the address begins with the right one of https:// and http://.',
  refused: 'Check the TLS settings of the other side, and of a proxy that inspects TLS.',
};

/** TLS with the service failed, and another try would fail too; nothing was sent. */
export function tlsRemedy({ code }: FailureFacts): Remedy {
  const problem = tlsProblem(code);
  const cause = isAboutCertificate(problem)
    ? 'the certificate of the service was not accepted'
    : 'TLS with the service failed';
  return { cause, next: `Check apiUrl. ${TLS_STEPS[problem?.kind ?? 'refused']}` };
}

/** The service or the proxy could not be reached for now; nothing was sent. */
export function unreachableRemedy({ proxy, proxyStatus }: FailureFacts): Remedy {
  if (!proxy) return UNREACHABLE;
  const { address, variable } = proxy;
  if (proxyStatus !== undefined) {
    return {
      cause: `the proxy ${address} could not reach the service`,
      next: `Check apiUrl, and with those who run the proxy that it resolves and reaches this host. ${otherwise(variable)}`,
    };
  }
  return {
    cause: `the proxy ${address} could not be reached`,
    next: `Check ${variable}, and that the runner reaches the proxy (DNS, firewall, port). ${otherwise(variable)}`,
  };
}

/** The proxy refused, or TLS with it failed, and another try would fail too; nothing was sent to the service. */
export function proxyRemedy({ proxy, proxyStatus, code }: FailureFacts): Remedy {
  const { address = '', variable = 'HTTPS_PROXY' } = proxy ?? {};
  const problem = tlsProblem(code);
  if (problem) {
    const cause = isAboutCertificate(problem)
      ? `the certificate of the proxy ${address} was not accepted`
      : `TLS with the proxy ${address} failed`;
    return { cause, next: `Check ${variable}. ${TLS_STEPS[problem.kind]}` };
  }
  // tinyproxy sends 401 for a wrong password.
  if (proxyStatus === 407 || proxyStatus === 401) {
    return {
      cause: `the proxy ${address} did not accept user and password`,
      next: `Check them in ${variable} (http://user:password@host:port, with special characters percent-encoded), in the environment of the runner or of the job.`,
    };
  }
  return {
    cause: `the proxy ${address} refused the connection`,
    next: `Ask those who run the proxy to allow CONNECT to the host of apiUrl, and check that ${variable} names a proxy. ${otherwise(variable)}`,
  };
}

function isAboutCertificate(problem: TlsProblem | undefined): boolean {
  return !['no-common-version', 'not-tls', 'refused'].includes(problem?.kind ?? 'refused');
}

function otherwise(variable: string): string {
  const noProxy = variable === variable.toLowerCase() ? 'no_proxy' : 'NO_PROXY';
  return `Add hosts that are reached without a proxy to ${noProxy}.`;
}
