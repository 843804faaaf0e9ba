import { describe, expect, it } from '@jest/globals';
import type { DataFlowClient } from '../../src/dataflow/client.ts';
import { clientOn, executionJson } from '../support/contexts.ts';
import { gatewayError, httpResponse, ScriptedSend } from '../support/scripted-send.ts';

const job = { jobId: 'j' };
const list = { list: [] };
const condition = { nrn: 'nrn:1' };

describe('each operation is sent as documented', () => {
  it.each<[string, (client: DataFlowClient) => Promise<unknown>, unknown, string, unknown]>([
    ['createJob', (c) => c.createJob({ name: 'n' }), job, 'POST /api/v1/jobs', { name: 'n' }],
    ['getJob', (c) => c.getJob('j'), job, 'GET /api/v1/jobs/j', undefined],
    [
      'getJobs',
      (c) => c.getJobs('a b', { page: 0, limit: 5 }),
      list,
      'GET /api/v1/jobs?name=a%20b&page=0&limit=5',
      undefined,
    ],
    [
      'updateJobExecuteConfig',
      (c) => c.updateJobExecuteConfig('j', condition),
      job,
      'PUT /api/v1/jobs/j/executions',
      { jobCondition: condition },
    ],
    [
      'updateJob as PUT',
      (c) => c.updateJob('j', 'PUT', { type: 'VISUAL' }),
      undefined,
      'PUT /api/v1/jobs/j',
      { type: 'VISUAL' },
    ],
    [
      'updateJob as PATCH',
      (c) => c.updateJob('j', 'PATCH', { type: 'SCRIPT' }),
      job,
      'PATCH /api/v1/jobs/j',
      { type: 'SCRIPT' },
    ],
    [
      'executeJob',
      (c) => c.executeJob('j', { jobCondition: condition, parameters: { $a: '1' }, triggerId: 't' }),
      executionJson(),
      'POST /api/v1/jobs/j/executions?triggerId=t',
      { jobCondition: condition, parameters: { $a: '1' } },
    ],
    [
      'executeJob',
      (c) => c.executeJob('j', { jobCondition: {}, workflowId: 'w' }),
      executionJson(),
      'POST /api/v1/jobs/j/executions?workflowId=w',
      { jobCondition: {} },
    ],
    [
      'getJobExecutions',
      (c) => c.getJobExecutions('j', { page: 2, limit: 10 }),
      list,
      'GET /api/v1/jobs/j/executions?page=2&limit=10',
      undefined,
    ],
    [
      'getJobExecution',
      (c) => c.getJobExecution('j', 'e'),
      executionJson(),
      'GET /api/v1/jobs/j/executions/e',
      undefined,
    ],
    [
      'cancelJobExecution',
      (c) => c.cancelJobExecution('j', 'e'),
      'true',
      'POST /api/v1/jobs/j/executions/e/cancel',
      undefined,
    ],
  ])('%s', async (_operation, call, body, line, sent) => {
    const script = new ScriptedSend(httpResponse(200, body));
    await call(clientOn(script.send).client);
    const [request] = script.requests;
    expect(script.requests).toHaveLength(1);
    expect(`${request?.method} ${request?.path}`).toBe(line);
    expect(request?.body && JSON.parse(request.body)).toEqual(sent);
    expect(request?.headers['content-type']).toBe(sent === undefined ? undefined : 'application/json');
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'user-agent': 'data-flow-action/test',
    });
  });
});

describe('a response', () => {
  it.each([200, 201, 202])('%i with a jobExecutionId is a start', async (status) => {
    const { client } = clientOn(new ScriptedSend(httpResponse(status, executionJson())).send);
    expect((await client.executeJob('j', { jobCondition: {} })).jobExecutionId).toBe('execution1');
  });

  it('is read by parsing, though it says text/plain', async () => {
    const plain = httpResponse(200, executionJson(), { 'content-type': 'text/plain;charset=UTF-8' });
    const { client } = clientOn(new ScriptedSend(plain).send);
    expect((await client.getJobExecution('j', 'e')).jobExecutionId).toBe('execution1');
  });

  it.each([
    [200, 'true'],
    [200, '{}'],
    [200, '"done"'],
    [200, 'null'],
    [200, ''],
    [202, ''],
    [204, ''],
    [204, ' \n'],
  ])('%i with %j says that a cancel was taken', async (status, body) => {
    const script = new ScriptedSend(httpResponse(status, body));
    await expect(clientOn(script.send).client.cancelJobExecution('j', 'e')).resolves.toBeUndefined();
    expect(script.requests).toHaveLength(1);
  });

  it.each(['{}', '[]', 'null', 'true', '', '{"jobExecutionId":""}', '{"jobExecutionId":true}'])(
    '2xx with %j is no start, and leaves open whether there is one',
    async (body) => {
      const { client } = clientOn(new ScriptedSend(httpResponse(200, body)).send);
      const error = await client.executeJob('j', { jobCondition: {} }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ kind: 'unreadable-response' });
      expect(error).toMatchObject({ mayHaveBeenProcessed: true });
    },
  );
});

describe('a request', () => {
  it('may have a shorter limit than requestTimeout, never a longer one', async () => {
    const script = new ScriptedSend(httpResponse(200, job));
    const { client, clock } = clientOn(script.send);
    clock.pass(5_000);
    await client.getJob('j');
    await client.getJob('j', { untilMs: 5_700 });
    await client.getJob('j', { untilMs: 95_000 });
    expect(script.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([30_000, 700, 30_000]);
  });

  it('has the same end for each of its tries, and no try after it', async () => {
    const script = new ScriptedSend(gatewayError(503, '500'));
    const { client, clock } = clientOn(script.send);
    await expect(client.getJob('j', { untilMs: 600 })).rejects.toMatchObject({ facts: { status: 503 } });
    const [pauseMs = 0] = clock.sleeps;
    expect(script.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([600, 600 - pauseMs]);
    expect(clock.elapsedMs()).toBe(pauseMs);
  });

  it('that begins after its end has a last millisecond', async () => {
    const script = new ScriptedSend(httpResponse(200, job));
    await clientOn(script.send).client.getJob('j', { untilMs: 0 });
    expect(script.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([1]);
  });

  it('that is aborted rejects with the reason of its signal', async () => {
    const script = new ScriptedSend(new Error('given up'));
    await expect(clientOn(script.send).client.getJob('j')).rejects.toThrow('given up');
    expect(script.requests).toHaveLength(1);
  });

  it('is emitted with its outcome, time and trace id, and without its signature', async () => {
    const script = new ScriptedSend(httpResponse(200, job, { 'x-ncp-trace-id': 'trace7' }));
    const { client, events } = clientOn(script.send);
    await client.getJob('j');
    expect(events).toEqual([
      {
        kind: 'request-ended',
        operation: 'getJob',
        request: 'GET /api/v1/jobs/j',
        outcome: '200',
        tookMs: 0,
        traceId: 'trace7',
      },
    ]);
  });
});
