import type { HttpProxy, Proxies } from '../http/proxy.ts';
import type { InputReader } from './reader.ts';

/** Lower case goes first, as with curl and most others. */
const HTTPS_VARIABLES = ['https_proxy', 'HTTPS_PROXY'];
const HTTP_VARIABLES = ['http_proxy', 'HTTP_PROXY'];
const NO_PROXY_VARIABLES = ['no_proxy', 'NO_PROXY'];

/**
 * A shorter password is not masked: it can be a common word, which would then be hidden in the whole log. This action
 * never shows it.
 */
const SHORTEST_MASK = 8;

/**
 * The proxies of the environment. HTTP_PROXY is for https too where HTTPS_PROXY is missing. Passwords are masked; an
 * address that is none is a problem, in which it is not shown.
 */
export function readProxies(reader: InputReader): Proxies {
  const http = readProxy(reader, HTTP_VARIABLES);
  const https = readProxy(reader, HTTPS_VARIABLES) ?? http;
  return { http, https, noProxy: firstGiven(reader, NO_PROXY_VARIABLES)?.text ?? '' };
}

function firstGiven({ source: { environment } }: InputReader, variables: readonly string[]) {
  return variables
    .map((variable) => ({ variable, text: environment[variable]?.trim() ?? '' }))
    .find(({ text }) => text !== '');
}

function readProxy(reader: InputReader, variables: readonly string[]): HttpProxy | undefined {
  const given = firstGiven(reader, variables);
  if (!given) return undefined;
  const { variable, text } = given;
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const [, rawPassword = ''] = /^[^/]*\/\/[^/?#@:]*:(.*)@/.exec(withScheme) ?? [];
  mask(reader, rawPassword);
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    reader.problem(
      `${variable} in the environment is not the address of a proxy, such as http://proxy.example.com:3128 (the value is not shown). Write special characters of user and password percent-encoded: %40 for @, %23 for #, %2F for /.`,
    );
    return undefined;
  }
  mask(reader, url.password);
  mask(reader, unescaped(url.password));
  // A % that begins no escape is part of the text; undici would not accept it.
  url.username = encodeURIComponent(unescaped(url.username));
  url.password = encodeURIComponent(unescaped(url.password));
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return { url: url.href, address: `${url.hostname}:${port}`, variable };
}

function mask({ source }: InputReader, password: string): void {
  if (password.length >= SHORTEST_MASK) source.mask(password);
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
