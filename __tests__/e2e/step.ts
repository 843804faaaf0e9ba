/** Runs the built action (dist) as a step, against a simulator. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type RunningStep,
  runStep,
  type StepOptions,
  type StepResult,
  startStep,
} from '../../simulator/github-runner.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.ts';

export const ROOT = join(import.meta.dirname, '../..');
export const JOB_ID = 'gqigvHhTu7ra';

/** A job that ends after a third of a second. */
export const QUICK: SimulatorOptions = { plan: { readyMs: 100, runningMs: 200, final: 'COMPLETED' } };
/** A job that does not end during a test. */
export const ENDLESS: SimulatorOptions = { plan: { readyMs: 0, runningMs: 3_600_000, final: 'COMPLETED' } };

/** `undefined` takes an input out of the workflow. */
export type Inputs = Record<string, string | undefined>;
export type StepSettings = Omit<StepOptions, 'action' | 'with'>;

/** How the run action is written in the workflow. */
export function stepOptions(
  simulator: Simulator,
  inputs: Inputs = {},
  settings: StepSettings = {},
): StepOptions {
  const all: Inputs = {
    jobId: JOB_ID,
    accessKey: simulator.accessKey,
    secretKey: simulator.secretKey,
    apiUrl: simulator.url,
    objectStorageUrl: simulator.objectStorageUrl,
    pollInterval: '100ms',
    ...inputs,
  };
  return { action: ROOT, with: givenInputs(all), ...settings };
}

/** The inputs that the workflow has: those that are not `undefined`. */
export function givenInputs(inputs: Inputs): Record<string, string> {
  const given = Object.entries(inputs).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

export function run(simulator: Simulator, inputs?: Inputs, settings?: StepSettings): Promise<StepResult> {
  return runStep(stepOptions(simulator, inputs, settings));
}

export function start(simulator: Simulator, inputs?: Inputs, settings?: StepSettings): RunningStep {
  return startStep(stepOptions(simulator, inputs, settings));
}

/** Starts a simulator with options that use it, such as an `onRequest` that starts somebody else's execution. */
export async function startSimulatorWith(
  options: (simulator: () => Simulator | undefined) => SimulatorOptions,
): Promise<Simulator> {
  let simulator: Simulator | undefined;
  simulator = await startSimulator(options(() => simulator));
  return simulator;
}

/**
 * Waits until this holds.
 * @throws Error after 30 s
 */
export async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`does not hold after 30 s: ${condition.toString()}`);
    await delay(5);
  }
}

/** Holds once the step has sent its start. */
export const startIsSent = (simulator: Simulator) => () => simulator.requestCount('executeJob') > 0;

/** The status of an execution of the simulator now. */
export function statusOf(simulator: Simulator, jobExecutionId: string | undefined): string | undefined {
  return simulator.executions.find((each) => each.jobExecutionId === jobExecutionId)?.status;
}

/** Executions that this step's requests have started. */
export function started(simulator: Simulator) {
  return simulator.executions.filter(({ startedBy }) => startedBy === 'request');
}

/** The messages of a step's error annotations. */
export function errors(step: StepResult): string[] {
  return step.annotations.filter(({ level }) => level === 'error').map(({ message }) => message);
}

/** The messages of its warnings. */
export function warnings(step: StepResult): string[] {
  return step.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message);
}
