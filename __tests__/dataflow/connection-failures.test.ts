import { describe, expect, it } from '@jest/globals';
import { DataFlowError } from '../../src/dataflow/errors.ts';
import { ConnectionFailure } from '../../src/http/network.ts';
import { clientOn, executionJson } from '../support/contexts.ts';
import { httpResponse, lost, notSent, ScriptedSend } from '../support/scripted-send.ts';

const proxy = { url: 'http://u:p@127.0.0.1:3128/', address: '127.0.0.1:3128', variable: 'HTTPS_PROXY' };
const byProxy = (proxyStatus: number) =>
  new ConnectionFailure('proxy 127.0.0.1:3128', false, undefined, { proxy, proxyStatus });
const proxyDown = new ConnectionFailure('proxy 127.0.0.1:3128', false, 'ECONNREFUSED', { proxy });
const certificate = new ConnectionFailure('expired', false, 'CERT_HAS_EXPIRED');
const proxyCertificate = new ConnectionFailure('expired', false, 'CERT_HAS_EXPIRED', { proxy });

/** What a read becomes, and after how many tries. */
async function readAfter(...failures: Error[]): Promise<{ outcome: unknown; tries: number }> {
  const script = new ScriptedSend(...failures);
  const outcome = await clientOn(script.send)
    .client.getJob('j')
    .catch((error: unknown) => error);
  return { outcome, tries: script.requests.length };
}

describe('a read', () => {
  it.each([
    ['a proxy that refuses with 407', byProxy(407), 'proxy'],
    ['a proxy that refuses with 403', byProxy(403), 'proxy'],
    ['a proxy that redirects', byProxy(302), 'proxy'],
    ['a proxy with a wrong certificate', proxyCertificate, 'proxy'],
    ['a wrong certificate', certificate, 'certificate'],
  ])('is tried once with %s', async (_what, failure, kind) => {
    const { outcome, tries } = await readAfter(failure);
    expect(outcome).toMatchObject({ kind, retryable: false, mayHaveBeenProcessed: false, refused: false });
    expect(tries).toBe(1);
  });

  it.each([
    ['a proxy that is down', proxyDown, 'not-sent'],
    ['a proxy that responds with 502', byProxy(502), 'not-sent'],
    ['a proxy that responds with 429', byProxy(429), 'not-sent'],
    ['a service that is down', notSent(), 'not-sent'],
    ['a lost response', lost(), 'response-lost'],
  ])('is tried again with %s', async (_what, failure, kind) => {
    const { outcome, tries } = await readAfter(failure);
    expect(outcome).toMatchObject({ kind, retryable: true });
    expect(tries).toBeGreaterThan(1);
  });

  it('names the proxy without its password', async () => {
    const { outcome } = await readAfter(byProxy(407));
    expect(outcome).toBeInstanceOf(DataFlowError);
    expect(outcome).toHaveProperty('facts.proxy.address', '127.0.0.1:3128');
    expect(String(outcome)).not.toContain('u:p');
  });

  it('ends at once with a defect of this program, as it is', async () => {
    const defect = new TypeError('this[kClient].connect is not a function');
    expect(await readAfter(defect)).toEqual({ outcome: defect, tries: 1 });
  });
});

describe('a connection of its own', () => {
  it('is for calls that must not be sent twice, and for no others', async () => {
    const script = new ScriptedSend(({ method }) =>
      httpResponse(200, method === 'POST' ? executionJson() : { jobId: 'j' }),
    );
    const { client } = clientOn(script.send);
    await client.getJob('j');
    await client.executeJob('j', { jobCondition: {} });
    await client.createJob({ name: 'n' }).catch(() => undefined);
    await client.updateJobExecuteConfig('j', {}).catch(() => undefined);
    expect(script.requests.map(({ ownConnection }) => ownConnection)).toEqual([false, true, true, false]);
  });
});
