import { once } from 'node:events';
import { startSimulator } from '../simulator/simulator.ts';
import { actionProgram, start } from './start-process.ts';

/** The times of one step of the run action against a simulator, in milliseconds. */
export interface Course {
  /** From the first request to the arrival of executeJob. */
  readonly toStartMs: number;
  readonly requestsBeforeStart: number;
  /** From the poll that saw the final state, and from the last output, to the end of the process. */
  readonly finalStateToExitMs: number;
  readonly lastOutputToExitMs: number;
}

/** Long against the time of the step itself: then the time to executeJob shows the round trips before it. */
export const RESPONSE_TAKES_MS = 100;

/** Runs a short job with past executions once. */
export async function course(): Promise<Course> {
  await using simulator = await startSimulator({
    history: 200,
    plan: { readyMs: 100, runningMs: 300 },
    faults: [
      { kind: 'slow', delayMs: RESPONSE_TAKES_MS, on: 'getJob' },
      { kind: 'slow', delayMs: RESPONSE_TAKES_MS, on: 'getJobExecutions' },
    ],
  });
  const { accessKey, secretKey, url: apiUrl, objectStorageUrl } = simulator;
  const keys = { accessKey, secretKey, apiUrl, objectStorageUrl };
  using program = actionProgram('.', { ...keys, jobId: 'gqigvHhTu7ra', pollInterval: '100ms' });
  const child = start(program);
  let lastOutputMs = Number.NaN;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', () => {
      lastOutputMs = Date.now();
    });
  }
  const exited = once(child, 'exit').then(() => Date.now());
  const [code] = await once(child, 'close');
  const exitMs = await exited;
  if (code !== 0) throw new Error(`the step ended with ${code}`);
  const { requests } = simulator;
  const sent = requests.findIndex(({ operation }) => operation === 'executeJob');
  const atMs = (index: number) => requests.at(index)?.atMs ?? Number.NaN;
  return {
    toStartMs: atMs(sent) - atMs(0),
    requestsBeforeStart: sent,
    finalStateToExitMs: exitMs - atMs(-1),
    lastOutputToExitMs: exitMs - lastOutputMs,
  };
}
