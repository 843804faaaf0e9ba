/**
 * What is used of undici, imported by its path. undici's own index.js also loads fetch, WebSocket, caches and mocks,
 * which doubles the time to the first request. What its index does to Dispatcher is done here too: all methods of
 * lib/api, since the proxy agent calls `connect` itself.
 */
import api from 'undici/lib/api/index.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';

Object.assign(Dispatcher.prototype, api);

export { EnvHttpProxyAgent, Pool };
