/** The types of the parts of undici that undici.ts imports by their path. */
declare module 'undici/lib/api/index.js' {
  /** request, stream, pipeline, upgrade and connect. */
  const api: object;
  export default api;
}
declare module 'undici/lib/dispatcher/dispatcher.js' {
  export { Dispatcher as default } from 'undici';
}
declare module 'undici/lib/dispatcher/env-http-proxy-agent.js' {
  export { EnvHttpProxyAgent as default } from 'undici';
}
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
