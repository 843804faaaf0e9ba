import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runStep, type StepResult } from '../simulator/github-runner.ts';
import {
  type ExecutionPlan,
  type PastExecution,
  type Simulator,
  startSimulator,
} from '../simulator/simulator.ts';

/** One of the steps that ran at once. */
export interface LoadedStep {
  /** From the end of its execution to the end of the process. */
  readonly exitLateMs: number;
  readonly peakMemoryMB: number;
}

/** The figures of many steps at once. */
export interface Load {
  readonly steps: readonly LoadedStep[];
  readonly requests: number;
  readonly tookS: number;
  /** In each whole second in which all steps were under way. */
  readonly requestsEachSecond: readonly number[];
}

/** Machines start one after the other; two processors cannot start fifty at once. */
const BETWEEN_STARTS_MS = 120;
const READY_MS = 2_000;
const PAST = 100;
const DAY_MS = 86_400_000;

/** About 20 s each: 17 to 23 s, in no order. */
function planOf(number: number): Required<Pick<ExecutionPlan, 'readyMs' | 'runningMs'>> {
  return { readyMs: READY_MS, runningMs: 15_000 + ((number * 2_657) % 6_000) };
}

export async function load(count: number): Promise<Load> {
  const pastExecutions = Array.from({ length: PAST }, (_, index) => pastExecution(index + 1));
  await using simulator = await startSimulator({ pastExecutions, plan: planOf });
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'));
  try {
    const startedMs = Date.now();
    const running: Promise<LoadedStep>[] = [];
    for (let number = 0; number < count; number += 1) {
      running.push(loadedStep(simulator, join(folder, String(number))));
      await delay(BETWEEN_STARTS_MS);
    }
    const allUnderWayMs = Date.now();
    const steps = await Promise.all(running);
    const firstEndMs = Math.min(...endsMs(simulator).values());
    return {
      steps,
      requests: simulator.requests.length,
      tookS: (Date.now() - startedMs) / 1000,
      requestsEachSecond: requestsEachSecond(simulator, allUnderWayMs, firstEndMs),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One a day, as long as those of today. */
function pastExecution(number: number): PastExecution {
  const startMs = Date.now() - number * DAY_MS;
  const endMs = startMs + durationMs(number);
  return { startDate: new Date(startMs).toISOString(), endDate: new Date(endMs).toISOString() };
}

function durationMs(number: number): number {
  const { readyMs, runningMs } = planOf(number);
  return readyMs + runningMs;
}

async function loadedStep(simulator: Simulator, memoryFile: string): Promise<LoadedStep> {
  const { accessKey, secretKey, url: apiUrl, objectStorageUrl } = simulator;
  const result = await runStep({
    action: join(import.meta.dirname, '..'),
    with: { jobId: 'gqigvHhTu7ra', accessKey, secretKey, apiUrl, objectStorageUrl },
    env: {
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'load-memory.js')}`,
      BENCH_MEMORY_FILE: memoryFile,
    },
  });
  const exitedMs = Date.now();
  const endMs = endsMs(simulator).get(idOf(result)) ?? Number.NaN;
  return {
    exitLateMs: exitedMs - endMs,
    peakMemoryMB: Number(readFileSync(memoryFile, 'utf8')) / 1000,
  };
}

function idOf({ exitCode, outputs, log }: StepResult): string {
  const id = outputs['jobExecutionId'];
  if (exitCode !== 0 || id === undefined) throw new Error(`a step ended with ${exitCode}:\n${log}`);
  return id;
}

/** When each execution ended, by its id. */
function endsMs(simulator: Simulator): Map<string, number> {
  const started = simulator.executions.filter(({ startedBy }) => startedBy === 'request');
  return new Map(
    started.map(({ jobExecutionId, acceptedAtMs }, index) => [
      jobExecutionId,
      acceptedAtMs + durationMs(index + 1),
    ]),
  );
}

function requestsEachSecond({ requests }: Simulator, fromMs: number, toMs: number): number[] {
  const seconds = Math.max(0, Math.floor((toMs - fromMs) / 1000));
  return Array.from({ length: seconds }, (_, second) => {
    const beginMs = fromMs + second * 1000;
    return requests.filter(({ atMs }) => atMs >= beginMs && atMs < beginMs + 1000).length;
  });
}
