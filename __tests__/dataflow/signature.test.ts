import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { signature, signatureHeaders, stringToSign } from '../../src/dataflow/signature.ts';
import { KEYS } from '../support/contexts.ts';

const path = '/api/v1/jobs/gqigvHhTu7ra/executions';

describe('signature v2', () => {
  it.each([
    [
      'GET',
      '/vserver/v2/getServerInstanceList?responseFormatType=json',
      1234567890123,
      'FPsYYX8fuMAgi+cue3eACOW0dNtIwu1LYWfg/megA2M=',
    ],
    ['POST', path, 1742523174000, 'ufAiJIkYsZG7uEgRQr20CAYYtZiTjFc/ytBbb86bUFE='],
    ['GET', `${path}?page=0&limit=4`, 1742523174000, 'FSiGodibP0M1m2dwcpRQq3r8hFnf9wS+C1jA8PqXmJk='],
  ])('of %s %s is the known one', (method, pathAndQuery, timestampMs, expected) => {
    expect(signature({ method, pathAndQuery, timestampMs }, KEYS)).toBe(expected);
  });

  it('covers three lines without a line break at the end', () => {
    const request = { method: 'POST', pathAndQuery: `${path}?a=1`, timestampMs: 42 };
    expect(stringToSign(request, 'key')).toBe(`POST ${path}?a=1\n42\nkey`);
  });

  it('takes the secret key as UTF-8 bytes', () => {
    const request = { method: 'GET', pathAndQuery: path, timestampMs: 1 };
    const keys = { accessKey: 'key', secretKey: '비밀' };
    const expected = createHmac('sha256', Buffer.from([0xeb, 0xb9, 0x84, 0xeb, 0xb0, 0x80]))
      .update(`GET ${path}\n1\nkey`)
      .digest('base64');
    expect(signature(request, keys)).toBe(expected);
  });

  it('is standard base64 of 32 bytes', () => {
    const text = signature({ method: 'GET', pathAndQuery: path, timestampMs: 1 }, KEYS);
    expect(text).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(text, 'base64')).toHaveLength(32);
  });

  it('goes into three headers', () => {
    const request = { method: 'POST', pathAndQuery: path, timestampMs: 1742523174000 };
    expect(signatureHeaders(request, KEYS)).toEqual({
      'x-ncp-apigw-timestamp': '1742523174000',
      'x-ncp-iam-access-key': 'TestAccessKey',
      'x-ncp-apigw-signature-v2': 'ufAiJIkYsZG7uEgRQr20CAYYtZiTjFc/ytBbb86bUFE=',
    });
  });
});
