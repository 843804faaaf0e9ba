import type { buildConnector, Dispatcher, Pool as PoolTypes } from 'undici';
import './unasked-continue.ts';
import { EnvHttpProxyAgent, Pool } from './undici.ts';

/** A proxy of the environment. */
export interface HttpProxy {
  /** With user and password: never shown. */
  readonly url: string;
  /** Host and port, as it is shown. */
  readonly address: string;
  /** The variable that names it, such as HTTPS_PROXY. */
  readonly variable: string;
}

/** A proxy as it may be shown. */
export type ProxyName = Pick<HttpProxy, 'address' | 'variable'>;

/** The proxies of the environment. */
export interface Proxies {
  /** For plain http. */
  readonly http: HttpProxy | undefined;
  readonly https: HttpProxy | undefined;
  /** Hosts that are reached without a proxy, as in NO_PROXY. */
  readonly noProxy: string;
}

export const WITHOUT_PROXY: Proxies = { http: undefined, https: undefined, noProxy: '' };

/** The proxy could not be reached, or it refused; the request did not go out. */
export class ProxyFailure extends Error {
  override name = 'ProxyFailure';
  readonly proxy: ProxyName;
  /** Its status, when it refused. */
  readonly status: number | undefined;

  constructor({ address, variable }: ProxyName, { status, cause }: { status?: number; cause?: unknown }) {
    super('the proxy failed', { cause });
    this.proxy = { address, variable };
    this.status = status;
  }
}

/** undici's own error for a 407 to a request over plain http, as a ProxyFailure. Any other error stays as it is. */
export function orProxyFailure(error: unknown, { http: proxy }: Proxies): unknown {
  const isRefusal = Error.isError(error) && error.message === 'Proxy Authentication Required (407)';
  return proxy && isRefusal ? new ProxyFailure(proxy, { status: 407, cause: error }) : error;
}

/** For one connection, its TLS included. */
export const LONGEST_CONNECT_MS = 10_000;
/**
 * How long one of several addresses of a host has for its connection before the next one is tried. Node's own 250 ms
 * are less than the round trip from Europe or America to Seoul: a host with a second, dead address would never be
 * reached from there.
 */
const ADDRESS_ATTEMPT_MS = 1_000;

/**
 * The dispatcher for all requests: direct or through the proxies, HTTP/1.1 only. An https proxy that prefers HTTP/2
 * would take the CONNECT and never respond; hence allowH2 in three places.
 */
export function openAgent(proxies: Proxies): EnvHttpProxyAgent {
  const known = [proxies.http, proxies.https].filter((proxy) => proxy !== undefined);
  const proxyWith = (url: URL | string) => known.find((proxy) => proxy.url === String(url));
  const connect = {
    allowH2: false,
    timeout: LONGEST_CONNECT_MS,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  };
  const poolFor = (url: URL | string, options: object): Dispatcher => {
    const proxy = proxyWith(url);
    return proxy ? openProxyPool(proxy, options as ProxyPoolOptions) : new Pool(url, options);
  };
  return new EnvHttpProxyAgent({
    httpProxy: proxies.http?.url ?? '',
    httpsProxy: proxies.https?.url ?? '',
    noProxy: proxies.noProxy,
    allowH2: false,
    connect,
    proxyTls: connect,
    requestTls: connect,
    headersTimeout: 0,
    bodyTimeout: 0,
    // The connections to the proxy itself: for tunnels, and for requests over plain http.
    clientFactory: poolFor,
    factory: poolFor,
  });
}

interface ProxyPoolOptions extends PoolTypes.Options {
  readonly connect: buildConnector.connector;
}

/** Connections to a proxy. Whatever goes wrong with them is the proxy's, and says so. */
function openProxyPool(proxy: HttpProxy, { connect, ...options }: ProxyPoolOptions): Dispatcher {
  const pool = new Pool(proxy.url, {
    ...options,
    headersTimeout: 0,
    connect: (to: buildConnector.Options, callback: buildConnector.Callback) =>
      connect(to, (...[error, socket]) => {
        if (error) callback(new ProxyFailure(proxy, { cause: error }), null);
        else callback(null, socket);
      }),
  });
  const openTunnel = pool.connect.bind(pool);
  return Object.assign(pool, {
    connect: async (options: Dispatcher.ConnectOptions) => {
      const tunnel = await openTunnel(options).catch((cause: unknown) => {
        throw cause instanceof ProxyFailure ? cause : new ProxyFailure(proxy, { cause });
      });
      if (tunnel.statusCode === 200) return tunnel;
      tunnel.socket.on('error', () => undefined).destroy();
      throw new ProxyFailure(proxy, { status: tunnel.statusCode });
    },
  });
}
