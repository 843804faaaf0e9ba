import type { Keys } from '../dataflow/signature.ts';
import type { Proxies } from '../http/proxy.ts';
import { readProxies } from './proxies.ts';
import type { InputReader } from './reader.ts';

/** What every action needs to reach the service. */
export interface ConnectionConfig {
  readonly keys: Keys;
  /** Scheme, host and port of the Data Flow API. */
  readonly apiOrigin: string;
  /** The longest wait for one HTTP response. */
  readonly requestTimeoutMs: number;
  readonly proxies: Proxies;
}

/** The names that NAVER's own SDKs read, in their order. */
const KEY_VARIABLES = {
  accessKey: ['NCLOUD_ACCESS_KEY_ID', 'NCLOUD_ACCESS_KEY'],
  secretKey: ['NCLOUD_SECRET_ACCESS_KEY', 'NCLOUD_SECRET_KEY'],
} as const;

const SHORTEST_UNUSED_KEY = 8;
const DEFAULT_API_URL = 'https://dataflow.apigw.ntruss.com';
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

/**
 * The inputs that every action has, and the proxies of the environment. They are read before all others, so that the
 * keys are masked before anything else happens.
 */
export function readConnection(reader: InputReader): ConnectionConfig {
  return {
    keys: { accessKey: readKey(reader, 'accessKey'), secretKey: readKey(reader, 'secretKey') },
    apiOrigin: readOrigin(reader, 'apiUrl', DEFAULT_API_URL),
    requestTimeoutMs: reader.durationMs('requestTimeout', 1) ?? DEFAULT_REQUEST_TIMEOUT_MS,
    proxies: readProxies(reader),
  };
}

function readKey(reader: InputReader, name: keyof Keys): string {
  const { environment, mask } = reader.source;
  const variables = KEY_VARIABLES[name];
  const given = [reader.text(name), ...variables.map((variable) => environment[variable]?.trim())];
  const key = given.find(Boolean) ?? '';
  // A short text that is not used is probably no key; masking it would make the log unreadable.
  for (const secret of given)
    if (secret && (secret === key || secret.length >= SHORTEST_UNUSED_KEY)) mask(secret);
  if (key === '') {
    reader.problem(`${name}: not given; set the input, or ${variables.join(' or ')} in the environment.`);
  } else if (!/^[\x21-\x7e]+$/.test(key)) {
    reader.problem(`${name}: holds white space or characters that no key has (the value is not shown).`);
  }
  return key;
}

/** A service's address: https, or plain http to this machine only, with nothing behind the port. */
export function readOrigin(reader: InputReader, name: string, whenAbsent: string): string {
  const text = reader.text(name) ?? whenAbsent;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare =
    url !== undefined && url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url && bare && safe) return url.origin;
  reader.wrong(
    name,
    text.includes('@') ? '(not shown: it holds an @)' : text,
    `an address such as ${whenAbsent}: https (plain http only on loopback), without a path`,
  );
  return whenAbsent;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
