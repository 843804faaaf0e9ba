/** Why TLS failed and will fail again: another try meets the same certificate and the same server. */
export interface TlsProblem {
  readonly kind:
    | 'unknown-authority'
    | 'expired'
    | 'not-yet-valid'
    | 'wrong-name'
    | 'bad-certificate'
    | 'no-common-version'
    | 'not-tls'
    | 'refused';
  /** What is wrong, to follow "the certificate" or to stand alone. */
  readonly what: string;
}

const UNKNOWN_AUTHORITY = {
  kind: 'unknown-authority',
  what: 'the certificate comes from an authority that Node does not know',
} as const;
const NO_COMMON_VERSION = {
  kind: 'no-common-version',
  what: 'no TLS version or cipher is common to both sides (Node needs TLS 1.2 or newer)',
} as const;
const NOT_TLS = { kind: 'not-tls', what: 'the other side does not speak TLS on this port' } as const;

/** By the codes of https://nodejs.org/docs/latest-v24.x/api/tls.html#x509-certificate-error-codes and of OpenSSL. */
const PROBLEMS: Readonly<Record<string, TlsProblem>> = {
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    kind: 'unknown-authority',
    what: 'the certificate is self-signed, and Node does not know it',
  },
  SELF_SIGNED_CERT_IN_CHAIN: {
    kind: 'unknown-authority',
    what: 'the certificate comes from a private authority that Node does not know',
  },
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  INVALID_CA: { kind: 'bad-certificate', what: 'the certificate was issued by one that may not issue any' },
  CERT_HAS_EXPIRED: { kind: 'expired', what: 'the certificate has expired' },
  CERT_NOT_YET_VALID: { kind: 'not-yet-valid', what: 'the certificate is not valid yet' },
  CERT_REVOKED: { kind: 'bad-certificate', what: 'the certificate was revoked' },
  ERR_TLS_CERT_ALTNAME_INVALID: { kind: 'wrong-name', what: 'the certificate is for another host name' },
  HOSTNAME_MISMATCH: { kind: 'wrong-name', what: 'the certificate is for another host name' },
  ERR_SSL_UNSUPPORTED_PROTOCOL: NO_COMMON_VERSION,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: NO_COMMON_VERSION,
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: NO_COMMON_VERSION,
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_SSL_HTTP_REQUEST: NOT_TLS,
};

/** Other codes that OpenSSL and Node have for certificates. */
const OTHER_CERTIFICATE = /^(?:CERT_|CRL_|UNABLE_TO_|PATH_LENGTH_|ERROR_IN_CERT_|ERR_TLS_CERT_)/;

/**
 * What is wrong with the TLS of the other side, by the code of the error.
 * @returns undefined when the code is not about TLS
 */
export function tlsProblem(code: string | undefined): TlsProblem | undefined {
  if (code === undefined) return undefined;
  const known = Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : undefined;
  if (known) return known;
  if (OTHER_CERTIFICATE.test(code)) return { kind: 'bad-certificate', what: 'the certificate is not valid' };
  if (/^ERR_SSL_.*HANDSHAKE_FAILURE$/.test(code)) return NO_COMMON_VERSION;
  if (/^ERR_(?:SSL|TLS)_/.test(code)) return { kind: 'refused', what: 'the TLS handshake failed' };
  return undefined;
}
