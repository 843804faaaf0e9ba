import type { ClientEvent } from '../../src/dataflow/call.ts';
import { DataFlowClient } from '../../src/dataflow/client.ts';
import { decodeExecution, decodeJob, type Execution, type Job } from '../../src/dataflow/model.ts';
import type { ExecutionContext, ExecutionEvent } from '../../src/execution/context.ts';
import type { SavedRun } from '../../src/execution/saved-state.ts';
import type { Send } from '../../src/http/network.ts';
import { StepCancelled } from '../../src/time/step-cancelled.ts';
import { FakeClock, START_MS } from './fake-clock.ts';

export const KEYS = { accessKey: 'TestAccessKey', secretKey: 'TestSecretKey' };

/** A client on a scripted network and a fake clock. */
export function clientOn(send: Send, clock = new FakeClock(), random = () => 0.5) {
  const events: ClientEvent[] = [];
  const client = new DataFlowClient({
    origin: 'https://dataflow.apigw.ntruss.com',
    keys: KEYS,
    requestTimeoutMs: 30_000,
    userAgent: 'data-flow-action/test',
    send,
    clock,
    random,
    emit: (event) => events.push(event),
  });
  return { client, clock, events };
}

/** What the execution folder works with, on a scripted network, with all events and all that is remembered. */
export function contextOn(send: Send, clock = new FakeClock(), random = () => 0.5) {
  const { client } = clientOn(send, clock, random);
  const events: ExecutionEvent[] = [];
  const remembered: SavedRun[] = [];
  const controller = new AbortController();
  const context: ExecutionContext = {
    client,
    clock,
    random,
    emit: (event) => events.push(event),
    cancelled: controller.signal,
    remember: (run) => remembered.push(run),
  };
  const cancelStep = () => controller.abort(new StepCancelled(clock.elapsedMs()));
  const kinds = () => events.map(({ kind }) => kind);
  return { context, clock, events, kinds, cancelStep, remembered };
}

/** ISO 8601 as the service writes it, so many milliseconds after the fake clock's start. */
export function serviceDate(afterStartMs = 0): string {
  return new Date(START_MS + afterStartMs).toISOString();
}

/** An execution's JSON. */
export function executionJson(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { jobExecutionId: 'execution1', status: 'RUNNING', createdDate: serviceDate(), ...fields };
}

export function anExecution(fields: Record<string, unknown> = {}): Execution {
  return decodeExecution(executionJson(fields));
}

export function aJob(fields: Record<string, unknown> = {}): Job {
  return decodeJob({ jobId: 'job1', name: 'job001', status: 'RUNNABLE', ...fields });
}
