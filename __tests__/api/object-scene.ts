import { expect } from '@jest/globals';
import { AwsV4Signer } from 'aws4fetch';
import type { SimulatorOptions } from '../../simulator/simulator.ts';
import { type ServiceScene, serviceScene } from './service-scene.ts';

/** A response of Object Storage. */
export interface ObjectResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: Buffer;
}

interface ObjectRequest {
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Sent in place of the body that was signed. */
  readonly sentBody?: string;
  readonly timeoutMs?: number;
}

/** A service in this process with signed requests to its Object Storage. */
export interface ObjectScene extends ServiceScene {
  /** A signed request, such as `GET bucket/key`; rejects with the name of the fault when the connection breaks. */
  object(line: string, request?: ObjectRequest): Promise<ObjectResponse>;
}

/** Makes a service, its clock and a client of its Object Storage. */
export function objectScene(options: SimulatorOptions = {}): ObjectScene {
  const s = serviceScene(options);
  const object: ObjectScene['object'] = async (
    line,
    { headers = {}, body, sentBody = body, timeoutMs } = {},
  ) => {
    const [, method = '', path = ''] = /^(\S+) (.+)$/.exec(line) ?? [];
    const signed = await new AwsV4Signer({
      method,
      url: `http://objects.test/${path}`,
      headers,
      accessKeyId: s.service.accessKey,
      secretAccessKey: s.service.secretKey,
      service: 's3',
      region: 'kr-standard',
      datetime: new Date(s.nowMs()).toISOString().replace(/[-:]|\.\d+/g, ''),
      ...(body !== undefined && { body }),
    }).sign();
    const result = await s.service.handleObject({
      method,
      path: signed.url.pathname + signed.url.search,
      headers: { host: 'objects.test', ...Object.fromEntries(signed.headers) },
      body: sentBody,
      timeoutMs,
    });
    if ('broken' in result) throw new Error(result.broken);
    return { ...result, text: result.body.toString() };
  };
  return { ...s, object };
}

/** What an error of Object Storage looks like. */
export const refusedWith = (status: number, code: string) =>
  expect.objectContaining({ status, text: expect.stringContaining(`<Error><Code>${code}</Code>`) });
