import { describe, expect, it } from '@jest/globals';
import { DataFlowError, orError } from '../../src/dataflow/errors.ts';
import { decodeExecution } from '../../src/dataflow/model.ts';
import { readResponse } from '../../src/dataflow/response.ts';
import type { HttpResponse } from '../../src/http/network.ts';
import { remedyFor } from '../../src/report/causes.ts';
import { httpResponse } from '../support/scripted-send.ts';

function errorOf(httpAnswer: HttpResponse, operation = 'executeJob'): DataFlowError {
  try {
    readResponse(operation, httpAnswer, decodeExecution, 0);
  } catch (error) {
    if (error instanceof DataFlowError) return error;
    throw error;
  }
  throw new Error('there was no error');
}

describe('an error of the gateway', () => {
  it.each([
    [400, '100', 'Bad Request Exception', 'refused', false, false],
    [401, '200', 'Authentication Failed', 'authentication', false, false],
    [401, '210', 'Permission Denied', 'permission', false, false],
    [403, '230', 'Forbidden', 'permission', false, false],
    [404, '300', 'Not Found Exception', 'not-found', false, false],
    [413, '430', 'Request Entity Too Large', 'refused', false, false],
    [429, '400', 'Quota Exceeded', 'rate-limited', true, false],
    [429, '410', 'Throttle Limited', 'rate-limited', true, false],
    [429, '420', 'Rate Limited', 'rate-limited', true, false],
    [503, '500', 'Endpoint Error', 'unavailable', true, true],
    [504, '510', 'Endpoint Timeout', 'unavailable', true, true],
    [500, '900', 'Unexpected Error', 'unavailable', true, true],
  ])('%i %s %s', (status, code, message, kind, retryable, mayHaveBeenProcessed) => {
    const body = { error: { errorCode: code, message, details: 'More.' } };
    const error = errorOf(httpResponse(status, body, { 'x-ncp-trace-id': 'trace7' }));
    expect(error).toMatchObject({ kind, retryable, mayHaveBeenProcessed });
    expect(error.refused).toBe(!retryable);
    expect(error.facts).toMatchObject({
      status,
      code,
      serviceMessage: `${message}: More.`,
      traceId: 'trace7',
    });
    for (const part of ['executeJob', `HTTP ${status}`, code, message, 'trace7'])
      expect(error.message).toContain(part);
    expect(remedyFor(error).next).not.toBe('');
  });

  it.each([
    ['without the wrapper', { errorCode: '210', message: 'Denied' }, '210', 'Denied'],
    ['with a number as its code', { error: { errorCode: 210, message: 'Denied' } }, '210', 'Denied'],
    [
      'with fieldErrors',
      {
        error: { errorCode: '100', message: 'Bad', fieldErrors: [{ field: 'type', message: 'is required' }] },
      },
      '100',
      'Bad: type: is required',
    ],
    ['without details', { error: { errorCode: '200', message: 'Failed' } }, '200', 'Failed'],
    ['of Data Flow itself', { detail: 'Not now.', errorType: 'bad-state' }, 'bad-state', 'Not now.'],
    [
      'with null in it',
      { error: { errorCode: null, message: null } },
      undefined,
      '{"error":{"errorCode":null,"message":null}}',
    ],
    ['with nothing in it', {}, undefined, '{}'],
    ['that is no mapping', [1], undefined, '[1]'],
  ])('%s', (_what, body, code, serviceMessage) => {
    const { facts } = errorOf(httpResponse(401, body));
    expect([facts.code, facts.serviceMessage]).toEqual([code, serviceMessage]);
  });

  it('with the code 210 as a number is about permission', () => {
    expect(errorOf(httpResponse(401, { error: { errorCode: 210 } }))).toMatchObject({ kind: 'permission' });
  });
});

describe('a refusal', () => {
  it.each([
    ['executeJob', 'the permission "Execute Job"'],
    ['cancelJobExecution', 'the permission "Cancel Job Execution"'],
    ['getJob', 'the policy NCP_DATA_FLOW_VIEWER'],
    ['getJobExecutions', 'the policy NCP_DATA_FLOW_VIEWER'],
    ['createJob', 'the policy NCP_DATA_FLOW_MANAGER'],
    ['updateJobExecuteConfig', 'the policy NCP_DATA_FLOW_MANAGER'],
  ])('of %s for lack of permission says what to give: %s', (operation, permission) => {
    expect(remedyFor(errorOf(httpResponse(403), operation)).next).toContain(`sub account ${permission}`);
  });

  it('for a bad state has its own hint', () => {
    const badState = errorOf(httpResponse(400, { errorType: 'bad-state' }));
    const badParameter = errorOf(httpResponse(400, { errorType: 'bad-parameter' }));
    expect(remedyFor(badState).next).toContain('state');
    expect(remedyFor(badState).next).not.toBe(remedyFor(badParameter).next);
  });
});

describe('a response that cannot be read', () => {
  it.each([
    ['HTML', '<html>\n <b>Bad</b></html>', '<html> <b>Bad</b></html>'],
    ['nothing', ' \n ', 'an empty body'],
    ['half of the JSON', '{"jobExec', '{"jobExec'],
    ['another JSON', '{"list":[]}', '{"list":[]}'],
  ])('shows %s in one line', (_what, body, shown) => {
    for (const status of [200, 502]) {
      expect(errorOf(httpResponse(status, body)).facts.serviceMessage).toBe(shown);
    }
  });

  it('shows its first words, at most 300 characters', () => {
    expect(errorOf(httpResponse(500, `${'x'.repeat(200)} y ${'z'.repeat(98)}`)).facts.serviceMessage).toBe(
      `${'x'.repeat(200)} y…`,
    );
    expect(errorOf(httpResponse(500, 'x'.repeat(300))).facts.serviceMessage).toBe('x'.repeat(300));
  });

  it('is worth another try, and leaves open whether it was carried out', () => {
    expect(errorOf(httpResponse(200, 'x'))).toMatchObject({
      kind: 'unreadable-response',
      retryable: true,
      mayHaveBeenProcessed: true,
      refused: false,
    });
  });

  it.each([301, 302, 307, 308])('is a redirect (%i) too: it is named, not followed', (status) => {
    const error = errorOf(httpResponse(status, '', { location: 'https://elsewhere/x' }));
    expect(error).toMatchObject({ kind: 'unreadable-response' });
    expect(error.message).toContain('https://elsewhere/x');
  });

  it('keeps its cause', () => {
    expect(errorOf(httpResponse(200, '{')).cause).toBeInstanceOf(SyntaxError);
  });
});

describe('Retry-After', () => {
  const nowMs = Date.parse('2025-03-21T02:12:54Z');
  const date = (afterMs: number) => new Date(nowMs + afterMs).toUTCString();
  const retryAfterMs = (headers: Record<string, string>) => {
    const read = () => readResponse('executeJob', httpResponse(429, '', headers), decodeExecution, nowMs);
    expect(read).toThrow(expect.objectContaining({ kind: 'rate-limited' }));
    try {
      read();
    } catch (error) {
      return (error as DataFlowError).facts.retryAfterMs;
    }
    return undefined;
  };

  it.each([
    ['30', 30_000],
    [' 5 ', 5_000],
    ['0', undefined],
    ['soon', undefined],
    ['-5', undefined],
  ])('%j is %p ms', (value, ms) => expect(retryAfterMs({ 'retry-after': value })).toBe(ms));

  it.each([0, 50_000, -50_000, 3_600_000])(
    "as a date is counted from the response's own, with clocks that differ by %i ms",
    (offMs) => {
      const headers = { date: date(offMs), 'retry-after': date(offMs + 30_000) };
      expect(retryAfterMs(headers)).toBe(30_000);
    },
  );

  it.each([{}, { date: 'yesterday' }])(
    'as a date is counted from now where the response has none: %j',
    (headers) => {
      expect(retryAfterMs({ ...headers, 'retry-after': date(30_000) })).toBe(30_000);
    },
  );

  it('as a date that has passed asks for nothing', () => {
    expect(retryAfterMs({ date: date(0), 'retry-after': date(-1_000) })).toBeUndefined();
  });
});

describe('a response that can be read', () => {
  it.each([200, 201, 202, 299])('may have the status %i', (status) => {
    const read = readResponse(
      'executeJob',
      httpResponse(status, { jobExecutionId: 'e' }),
      decodeExecution,
      0,
    );
    expect(read.jobExecutionId).toBe('e');
  });

  it('may begin with a byte order mark', () => {
    const read = readResponse(
      'executeJob',
      httpResponse(200, '\uFEFF{"jobExecutionId":"e"}'),
      decodeExecution,
      0,
    );
    expect(read.jobExecutionId).toBe('e');
  });
});

describe('no connection', () => {
  it('is proof that nothing was carried out, and worth another try', () => {
    const error = new DataFlowError('not-sent', { operation: 'executeJob' });
    expect(error).toMatchObject({ retryable: true, mayHaveBeenProcessed: false, refused: false });
  });

  it('for a bad certificate is not worth another try, and says what to set', () => {
    const error = new DataFlowError('certificate', {
      operation: 'executeJob',
      code: 'SELF_SIGNED_CERT_IN_CHAIN',
    });
    expect(error).toMatchObject({ retryable: false, mayHaveBeenProcessed: false });
    expect(remedyFor(error).next).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('after sending leaves open whether it was carried out', () => {
    const error = new DataFlowError('response-lost', { operation: 'executeJob' });
    expect(error).toMatchObject({ retryable: true, mayHaveBeenProcessed: true, refused: false });
  });
});

describe('an error as a value', () => {
  it('is one of the service only; all else is thrown on', async () => {
    const error = errorOf(httpResponse(404));
    await expect(orError(Promise.resolve(7))).resolves.toBe(7);
    await expect(orError(Promise.reject(error))).resolves.toBe(error);
    await expect(orError(Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError);
  });
});
