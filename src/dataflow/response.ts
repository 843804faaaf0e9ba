import type { HttpResponse } from '../http/network.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { isJsonObject, type Json, jsonIn, parseJson, stringifyJson } from '../text/json.ts';
import { firstWords, oneLine } from '../text/plain.ts';
import { DataFlowError, type FailureFacts } from './errors.ts';
import type { Decode } from './model.ts';
import { problemText } from './problem-text.ts';

/** How much of a response that cannot be read is shown. */
const EXCERPT_CHARACTERS = 300;
/** Most of a page of HTML is white space and markup: an excerpt comes from its beginning. */
const EXCERPT_SOURCE_CHARACTERS = 20_000;

/**
 * What a response says. Decided by status and by parsing, never by Content-Type: JSON comes as text/plain too.
 * @throws DataFlowError unless it is a 2xx that `decode` can read
 */
export function readResponse<T>(
  operation: string,
  response: HttpResponse,
  decode: Decode<T>,
  nowMs: number,
): T {
  const body = response.body.toString('utf8').replace(/^\uFEFF/, '');
  const facts: FailureFacts = {
    operation,
    status: response.status,
    traceId: response.headers['x-ncp-trace-id'],
    date: response.headers['date'],
    retryAfterMs: retryAfterMs(response.headers, nowMs),
  };
  if (response.status < 200 || response.status > 299) throw refusal(response, body, facts);
  try {
    return decode(body.trim() === '' ? undefined : parseJson(body));
  } catch (cause) {
    throw new DataFlowError('unreadable-response', { ...facts, serviceMessage: excerpt(body), cause });
  }
}

/** The error for a response that is not a 2xx. */
function refusal(response: HttpResponse, body: string, bare: FailureFacts): DataFlowError {
  const facts = { ...bare, ...errorBody(body) };
  const { status } = response;
  if (status < 400) {
    const location = response.headers['location'];
    return new DataFlowError(
      'unreadable-response',
      location ? { ...facts, serviceMessage: `a redirect to ${location}, which is not followed` } : facts,
    );
  }
  if (status === 401 && facts.code !== '210') return new DataFlowError('authentication', facts);
  if (status === 401 || status === 403) return new DataFlowError('permission', facts);
  if (status === 404) return new DataFlowError('not-found', facts);
  if (status === 408 || status >= 500) return new DataFlowError('unavailable', facts);
  if (status === 429) return new DataFlowError('rate-limited', facts);
  return new DataFlowError('refused', facts);
}

/**
 * The two shapes of an error: the gateway's `{error: {errorCode, message, details}}`, of which the wrapper and
 * `details` can be missing and the code can be a number, and Data Flow's `{detail, errorType}`. Newer services name
 * wrong fields in `details` or `fieldErrors`.
 */
function errorBody(body: string): Pick<FailureFacts, 'code' | 'serviceMessage'> {
  const json = jsonIn(body);
  if (!isJsonObject(json)) return { serviceMessage: excerpt(body) };
  const error = isJsonObject(json['error']) ? json['error'] : json;
  const code = textOf(error['errorCode'] ?? error['errorType'] ?? error['code']);
  const message = [error['message'], error['details'], error['detail'], error['fieldErrors']]
    .map(problemText)
    .filter(Boolean)
    .join(': ');
  return { code, serviceMessage: message === '' ? excerpt(body) : message };
}

function textOf(value: Json): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** JSON is written anew: the runner masks no secret whose characters are escaped. */
function excerpt(body: string): string {
  const json = jsonIn(body);
  const text = json === undefined ? body.slice(0, EXCERPT_SOURCE_CHARACTERS) : stringifyJson(json);
  return firstWords(oneLine(text), EXCERPT_CHARACTERS) || 'an empty body';
}
