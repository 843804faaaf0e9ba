import { ConnectionFailure, type HttpResponse } from '../http/network.ts';
import { responseMs, retryAfterMs } from '../http/retry-after.ts';
import { isJsonObject, type Json, jsonIn } from '../text/json.ts';
import { firstWords, withoutFullStop } from '../text/plain.ts';
import { formatDuration } from '../time/duration.ts';

/** Why a request to GitHub brought no usable response. */
export type GitHubErrorKind =
  /** 403 or 429 because of too many requests. */
  | 'rate-limited'
  /** 5xx, 408, no connection, or a response that cannot be read. */
  | 'unavailable'
  /** Any other status. */
  | 'refused';

/** A request to GitHub that brought no usable response. The message has GitHub's own reason. */
export class GitHubError extends Error {
  override name = 'GitHubError';
  readonly kind: GitHubErrorKind;
  /** Undefined when there was no response. */
  readonly status: number | undefined;
  /** The pause before the same request can be sent again, in milliseconds; undefined when that is of no use. */
  readonly pauseMs: number | undefined;

  constructor(kind: GitHubErrorKind, message: string, status?: number, pauseMs?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.pauseMs = kind === 'refused' ? undefined : (pauseMs ?? 0);
  }
}

/** How much of GitHub's own text is shown. */
const LONGEST_REASON = 400;
/** What GitHub asks for after a rate limit that comes without a time. */
const DEFAULT_PAUSE_MS = 60_000;

/**
 * The error that a response other than 2xx stands for.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * @param nowMs the wall time, for a response without a `Date`
 */
export function refusal(response: HttpResponse, nowMs: number): GitHubError {
  const { status, headers } = response;
  const reason = reasonIn(response);
  const text = reason === undefined ? `HTTP ${status}` : `HTTP ${status}, ${reason}`;
  const pauseMs = limitMs(response, reason, nowMs);
  if (pauseMs !== undefined) {
    const again = `rate-limited by GitHub for another ${formatDuration(pauseMs)}`;
    return new GitHubError('rate-limited', `${text} (${again})`, status, pauseMs);
  }
  if (status >= 500 || status === 408)
    return new GitHubError('unavailable', text, status, retryAfterMs(headers, nowMs));
  return new GitHubError('refused', text, status);
}

/** The response to a request, or its error as a value; what is no problem of GitHub or the network is thrown on. */
export async function orGitHubError<T>(call: Promise<T>): Promise<T | GitHubError> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof GitHubError) return error;
    if (error instanceof ConnectionFailure) return new GitHubError('unavailable', error.message);
    throw error;
  }
}

/** How long the rate limit lasts; undefined when it is not the reason. */
function limitMs(response: HttpResponse, reason: string | undefined, nowMs: number): number | undefined {
  const { status, headers } = response;
  if (status !== 403 && status !== 429) return undefined;
  const askedMs = retryAfterMs(headers, nowMs);
  if (askedMs !== undefined) return askedMs;
  const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - responseMs(headers, nowMs);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(resetMs)) return Math.max(resetMs, 1_000);
  return status === 429 || /rate limit/i.test(reason ?? '') ? DEFAULT_PAUSE_MS : undefined;
}

/** GitHub's own words: the message, and those of the fields that it refused. */
function reasonIn({ body }: HttpResponse): string | undefined {
  const json = jsonIn(body.toString('utf8'));
  if (!isJsonObject(json)) return undefined;
  const errors = Array.isArray(json['errors']) ? json['errors'] : [];
  const details = errors.map((error: Json) => (isJsonObject(error) ? error['message'] : error));
  const texts = [json['message'], ...details].filter((text) => typeof text === 'string' && text !== '');
  return texts.length === 0 ? undefined : withoutFullStop(firstWords(texts.join(': '), LONGEST_REASON));
}
