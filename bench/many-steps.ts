import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaledTime } from '../scripts/scaled-time.ts';
import { runStep } from '../simulator/github-runner.ts';
import { type PastExecution, startSimulator } from '../simulator/simulator.ts';

/** One backfill to be measured. */
export interface Course {
  readonly dates: number;
  readonly maxParallel: number;
  /** Longest and shortest execution differ by two fifths of this. */
  readonly typicalS: number;
  /** How much faster than real time all clocks go. */
  readonly factor: number;
}

/** The figures of a backfill; all times are by its own clocks. */
export interface Measured {
  readonly tookS: number;
  /** With every place in use at all times, and no pause between an end and the next start. */
  readonly idealS: number;
  /** How long each execution took. */
  readonly durationsS: readonly number[];
  readonly requests: number;
  /** Without those of the starts: the job, and a list and a start for each date. */
  readonly watchingRequests: number;
  readonly peakMemoryMB: number;
  readonly stateBytes: number;
}

const READY_S = 5;
const PAST = 30;

export async function backfill({ dates, maxParallel, typicalS, factor }: Course): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-many-'));
  const { env, ...time } = scaledTime(factor);
  const durationS = (number: number) => Math.round(typicalS * (0.8 + ((number * 7) % 11) / 25));
  const pastExecutions = Array.from({ length: PAST }, (_, index) =>
    past(time.now(), index, durationS(index)),
  );
  await using simulator = await startSimulator({
    ...time,
    pastExecutions,
    plan: (number) => ({ readyMs: READY_S * 1000, runningMs: (durationS(number) - READY_S) * 1000 }),
  });
  try {
    const memoryFile = join(folder, 'memory');
    const step = await runStep({
      action: join(import.meta.dirname, '../backfill'),
      with: {
        jobId: 'gqigvHhTu7ra',
        accessKey: simulator.accessKey,
        secretKey: simulator.secretKey,
        apiUrl: simulator.url,
        from: '2020-01-01',
        to: new Date(Date.UTC(2020, 0, dates)).toISOString().slice(0, 10),
        parameters: '$day: "{date}"',
        maxParallel: String(maxParallel),
      },
      env: {
        NODE_OPTIONS: `${env.NODE_OPTIONS} --import=${join(import.meta.dirname, 'load-memory.js')}`,
        BENCH_MEMORY_FILE: memoryFile,
      },
    });
    const started = simulator.executions.filter(({ startedBy }) => startedBy === 'request');
    if (step.exitCode !== 0 || started.length !== dates)
      throw new Error(`${started.length} executions, exit code ${step.exitCode}:\n${step.log.slice(-2000)}`);
    const durationsS = started.map((_, index) => durationS(index + 1));
    const requests = simulator.requests.length;
    return {
      tookS: (step.durationMs * factor) / 1000,
      idealS: durationsS.reduce((sum, each) => sum + each, 0) / maxParallel,
      durationsS,
      requests,
      watchingRequests: requests - 2 * dates - 2,
      peakMemoryMB: Number(readFileSync(memoryFile, 'utf8')) / 1000,
      stateBytes: JSON.stringify(step.state).length,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One a day, as long as those of today. */
function past(nowMs: number, daysAgo: number, durationS: number): PastExecution {
  const startMs = nowMs - (daysAgo + 1) * 86_400_000;
  const endMs = startMs + durationS * 1000;
  return { startDate: new Date(startMs).toISOString(), endDate: new Date(endMs).toISOString() };
}
