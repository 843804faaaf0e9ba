import { describe, expect, it } from '@jest/globals';
import {
  DataFlowError,
  type ErrorKind,
  type FailureFacts,
  isKind,
  orError,
  retryAfter,
} from '../../src/dataflow/errors.ts';

const errorOf = (kind: ErrorKind, facts: Partial<FailureFacts> = {}) =>
  new DataFlowError(kind, { operation: 'executeJob', ...facts });

describe('an error', () => {
  it.each<[ErrorKind, boolean, boolean]>([
    ['not-sent', true, false],
    ['certificate', false, false],
    ['response-lost', true, true],
    ['unreadable-response', true, true],
    ['unavailable', true, true],
    ['rate-limited', true, false],
    ['authentication', false, false],
    ['permission', false, false],
    ['not-found', false, false],
    ['refused', false, false],
  ])('of kind %s can be sent again: %s; may have been processed: %s', (kind, retryable, mayHaveBeen) => {
    expect([errorOf(kind).retryable, errorOf(kind).mayHaveBeenProcessed]).toEqual([retryable, mayHaveBeen]);
  });

  it.each<[ErrorKind, Partial<FailureFacts>, boolean]>([
    ['unavailable', { status: 504 }, true],
    ['unavailable', { status: 408 }, true],
    ['response-lost', { code: 'TIMEOUT' }, true],
    ['unavailable', { status: 503 }, false],
    ['response-lost', { code: 'ECONNRESET' }, false],
    ['not-sent', { code: 'TIMEOUT' }, false],
  ])('%s %j may still be processed: %s', (kind, facts, mayStill) => {
    expect(errorOf(kind, facts).mayStillBeProcessed).toBe(mayStill);
  });

  it.each<[ErrorKind, number | undefined, boolean]>([
    ['permission', 403, true],
    ['refused', 400, true],
    ['rate-limited', 429, false],
    ['unavailable', 503, false],
    ['certificate', undefined, false],
  ])('%s %s is the last word of the service: %s', (kind, status, refused) => {
    expect(errorOf(kind, { status }).refused).toBe(refused);
  });

  it('says operation, response, code, message and trace id in one sentence', () => {
    const facts = { status: 401, code: '210', serviceMessage: 'Permission Denied', traceId: 't1' };
    expect(errorOf('permission', facts).message).toBe(
      'executeJob was refused: the key has no permission for it (HTTP 401, error code 210): Permission Denied (trace id t1)',
    );
    expect(errorOf('response-lost').message).toBe(
      'executeJob lost the connection before the response was complete',
    );
  });

  it('is a value for who asks for it, and what is none is thrown on', async () => {
    const error = errorOf('unavailable');
    expect(await orError(Promise.reject(error))).toBe(error);
    expect(await orError(Promise.resolve(7))).toBe(7);
    await expect(orError(Promise.reject(new TypeError('x')))).rejects.toThrow('x');
  });

  it('is of a kind only as an error of the service', () => {
    expect(isKind(errorOf('permission'), 'permission', 'refused')).toBe(true);
    expect(isKind(errorOf('permission'), 'refused')).toBe(false);
    expect(isKind(new TypeError('permission'), 'permission')).toBe(false);
  });
});

describe('another try', () => {
  it('is made after an error that it may help, when the time that the service named has passed', () => {
    expect(retryAfter(errorOf('rate-limited', { retryAfterMs: 3_000 }))).toBe(3_000);
    expect(retryAfter(errorOf('unavailable'))).toBe(0);
  });

  it('is not made after an error that stays, nor after a response', () => {
    expect(retryAfter(errorOf('refused', { retryAfterMs: 3_000 }))).toBeUndefined();
    expect(retryAfter({ jobId: 'j' })).toBeUndefined();
  });
});
