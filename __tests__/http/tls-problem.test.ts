import { describe, expect, it } from '@jest/globals';
import { isNetworkError } from '../../src/http/connection-failure.ts';
import { tlsProblem } from '../../src/http/tls-problem.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('the code of a TLS error', () => {
  it.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown-authority'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown-authority'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unknown-authority'],
    ['CERT_HAS_EXPIRED', 'expired'],
    ['CERT_NOT_YET_VALID', 'not-yet-valid'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'wrong-name'],
    ['CERT_REVOKED', 'bad-certificate'],
    ['CERT_CHAIN_TOO_LONG', 'bad-certificate'],
    ['CRL_HAS_EXPIRED', 'bad-certificate'],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'no-common-version'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'no-common-version'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'not-tls'],
    ['ERR_SSL_BAD_EXTENSION', 'refused'],
  ])('%s means %s', (code, kind) => {
    expect(tlsProblem(code)?.kind).toBe(kind);
  });

  it.each([undefined, 'ECONNRESET', 'UND_ERR_SOCKET', 'toString'])('%s is none', (code) => {
    expect(tlsProblem(code)).toBeUndefined();
  });
});

describe('an error of the network', () => {
  it.each(['ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'EPIPE', 'UND_ERR_SOCKET', 'CERT_HAS_EXPIRED'])(
    'has a code such as %s',
    (code) => {
      expect(isNetworkError(withCode(code))).toBe(true);
    },
  );

  it('has several parts that are all of the network', () => {
    expect(isNetworkError(new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')]))).toBe(true);
    expect(isNetworkError(new AggregateError([withCode('ECONNREFUSED'), new TypeError('x')]))).toBe(false);
  });

  it.each([
    ['a TypeError', new TypeError('this[kClient].connect is not a function')],
    ['a wrong call of undici', withCode('UND_ERR_INVALID_ARG')],
    ['a wrong call of Node', withCode('ERR_INVALID_ARG_TYPE')],
    ['a failed assertion', withCode('ERR_ASSERTION')],
    ['what is no error', 'ECONNRESET'],
  ])('is not %s', (_what, error) => {
    expect(isNetworkError(error)).toBe(false);
  });
});
