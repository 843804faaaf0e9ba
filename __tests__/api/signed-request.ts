import { createHmac } from 'node:crypto';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';

/** A response with its body as text and, where it is JSON, parsed. */
export interface ApiResponse {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: responses are checked field by field by expectations
  readonly json: any;
}

/** What a request does differently from a good one. */
export interface Differently {
  readonly timestamp?: string;
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** Signed in place of the target sent. */
  readonly signedTarget?: string;
}

/** The headers of a request, signed as NAVER's documentation of API Gateway describes. */
export function signedHeaders(
  keys: { readonly accessKey: string; readonly secretKey: string },
  nowMs: number,
  line: string,
  differently: Differently = {},
): Record<string, string> {
  const [method = '', target = ''] = line.split(' ');
  const { accessKey, secretKey } = { ...keys, ...differently };
  const { timestamp = String(nowMs), signedTarget = target } = differently;
  const message = `${method} ${signedTarget}\n${timestamp}\n${accessKey}`;
  return {
    'content-type': 'application/json',
    'x-ncp-apigw-timestamp': timestamp,
    'x-ncp-iam-access-key': accessKey,
    'x-ncp-apigw-signature-v2': createHmac('sha256', secretKey).update(message).digest('base64'),
  };
}

/** Sends the target exactly as given, signed. */
export async function send(
  simulator: Pick<Simulator, 'url' | 'accessKey' | 'secretKey'>,
  nowMs: number,
  line: string,
  body?: unknown,
  differently: Differently = {},
): Promise<ApiResponse> {
  const [method = '', target = ''] = line.split(' ');
  const { accessKey, secretKey } = simulator;
  const headers = signedHeaders({ accessKey, secretKey }, nowMs, line, differently);
  return raw(simulator.url, method, target, headers, sent(body));
}

/** A body as it is sent; text is sent as it is. */
export function sent(body: unknown): string | undefined {
  return typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
}

/** Sends a request over a connection of its own. */
export async function raw(
  url: string,
  method: string,
  target: string,
  headers: Record<string, string>,
  body?: string | Uint8Array,
): Promise<ApiResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<ApiResponse>();
  const options = { agent: false as const, method, path: target, headers };
  const request = httpRequest(url, options, (response) => {
    text(response).then(
      (content) =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          text: content,
          json: jsonOf(content),
        }),
      reject,
    );
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

/** Parsed JSON; undefined for what is none. */
export function jsonOf(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** When scenes begin: 17:27:17 on 2025-03-20 in Korea, when the documented execution was accepted. */
export const BEGIN_MS = Date.parse('2025-03-20T17:27:17+09:00');

/** A simulator whose clock moves only when `pass` moves it. */
export interface Scene extends AsyncDisposable {
  readonly simulator: Simulator;
  call(line: string, body?: unknown, differently?: Differently): Promise<ApiResponse>;
  /** Lets so many real milliseconds pass. */
  pass(ms: number): void;
  nowMs(): number;
}

/** Starts a simulator. */
export async function scene(options: SimulatorOptions = {}): Promise<Scene> {
  let nowMs = BEGIN_MS;
  const simulator = await startSimulator({ now: () => nowMs, ...options });
  return {
    simulator,
    call: (line, body, differently) => send(simulator, nowMs, line, body, differently),
    pass(ms) {
      nowMs += ms;
    },
    nowMs: () => nowMs,
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

/** The job of the documented examples. */
export const jobPath = '/api/v1/jobs/gqigvHhTu7ra';

/** The body that both editions accept. */
export const goodBody = {
  jobCondition: { nrn: 'nrn:PUB:IAM::1:Role/2', scriptPath: 'bucket/scripts/', logPath: 'bucket/logs/' },
};
