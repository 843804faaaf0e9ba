import { describe, expect, it } from '@jest/globals';
import { DataFlowError, type ErrorKind, type FailureFacts } from '../../src/dataflow/errors.ts';
import { remedyFor } from '../../src/report/causes.ts';

const proxy = { address: 'proxy.example.com:3128', variable: 'https_proxy' };
const remedy = (kind: ErrorKind, facts: Omit<FailureFacts, 'operation'>) =>
  remedyFor(new DataFlowError(kind, { operation: 'getJob', ...facts }));

describe('the cause of a connection that failed', () => {
  it.each<[string, ErrorKind, Omit<FailureFacts, 'operation'>, RegExp, RegExp]>([
    ['a 407', 'proxy', { proxy, proxyStatus: 407 }, /proxy.example.com:3128 did not accept/, /https_proxy/],
    ['a 401', 'proxy', { proxy, proxyStatus: 401 }, /proxy.example.com:3128 did not accept/, /https_proxy/],
    [
      'a 403',
      'proxy',
      { proxy, proxyStatus: 403 },
      /proxy.example.com:3128 refused/,
      /allow CONNECT.*no_proxy/,
    ],
    ['a 503', 'not-sent', { proxy, proxyStatus: 503 }, /:3128 could not reach the service/, /no_proxy/],
    ['a proxy that is down', 'not-sent', { proxy }, /:3128 could not be reached/, /Check https_proxy/],
    [
      'a certificate of the proxy',
      'proxy',
      { proxy, code: 'CERT_HAS_EXPIRED' },
      /certificate of the proxy proxy.example.com:3128/,
      /has to be renewed/,
    ],
    [
      'TLS on a plain port of the proxy',
      'proxy',
      { proxy, code: 'ERR_SSL_WRONG_VERSION_NUMBER' },
      /TLS with the proxy/,
      /port/,
    ],
    ['no proxy at all', 'not-sent', {}, /the service could not be reached/, /HTTPS_PROXY/],
    [
      'a revoked certificate',
      'certificate',
      { code: 'CERT_REVOKED' },
      /certificate of the service/,
      /replaced/,
    ],
    [
      'an old TLS version',
      'certificate',
      { code: 'ERR_SSL_UNSUPPORTED_PROTOCOL' },
      /^TLS with the service/,
      /TLS 1.2/,
    ],
  ])('%s', (_what, kind, facts, cause, next) => {
    const told = remedy(kind, facts);
    expect(told.cause).toMatch(cause);
    expect(told.next).toMatch(next);
  });

  it('is an unknown authority only where NODE_EXTRA_CA_CERTS helps', () => {
    for (const code of [
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      'CERT_REVOKED',
    ])
      expect(remedy('certificate', { code }).next).not.toContain('NODE_EXTRA_CA_CERTS');
    expect(remedy('certificate', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }).next).toContain(
      'NODE_EXTRA_CA_CERTS',
    );
  });
});
