import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pathAndQuery } from '../../src/dataflow/path-and-query.ts';
import type { HttpRequest } from '../../src/http/network.ts';
import { clientOn, executionJson, KEYS } from '../support/contexts.ts';
import { httpResponse, ScriptedSend } from '../support/scripted-send.ts';

/** The signature that belongs to what was sent, worked out from that alone. */
function signatureFor({ method, path, headers }: HttpRequest): string {
  const lines = [`${method} ${path}`, headers['x-ncp-apigw-timestamp'], headers['x-ncp-iam-access-key']];
  return createHmac('sha256', KEYS.secretKey).update(lines.join('\n')).digest('base64');
}

describe('the request target', () => {
  it('has each segment and each value percent-encoded', () => {
    expect(pathAndQuery(['jobs', 'a/b 한'], { triggerId: 'a b+&/한' })).toBe(
      '/api/v1/jobs/a%2Fb%20%ED%95%9C?triggerId=a%20b%2B%26%2F%ED%95%9C',
    );
  });

  it('has values in the order given, without those that are absent', () => {
    expect(pathAndQuery(['jobs'], { b: 1, none: undefined, a: '' })).toBe('/api/v1/jobs?b=1&a=');
    expect(pathAndQuery(['jobs'], { none: undefined })).toBe('/api/v1/jobs');
  });

  it.each(['', '.', '..'])('refuses the segment "%s", which would change the meaning', (segment) => {
    expect(() => pathAndQuery(['jobs', segment])).toThrow(RangeError);
  });

  it('keeps every id one segment, whatever it holds', () => {
    const ids = fc.string({ unit: 'grapheme', minLength: 1 }).filter((id) => id !== '.' && id !== '..');
    fc.assert(
      fc.property(ids, (id) => {
        const url = new URL(`https://host${pathAndQuery(['jobs', id, 'executions'])}`);
        expect(url.pathname.split('/').slice(3).map(decodeURIComponent)).toEqual(['jobs', id, 'executions']);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });
});

describe('what is signed', () => {
  it.each(['a b+&/한', "!'()*~", '100%', 'x'])(
    'is what is sent, with the triggerId %s',
    async (triggerId) => {
      const script = new ScriptedSend(httpResponse(200, executionJson()));
      const { client } = clientOn(script.send);
      await client.executeJob('job/1', { jobCondition: {}, triggerId, workflowId: '?#' });
      const [request] = script.requests;
      expect(new URL(`https://host${request?.path}`).searchParams.get('triggerId')).toBe(triggerId);
      expect(request?.headers['x-ncp-apigw-signature-v2']).toBe(request && signatureFor(request));
    },
  );
});
