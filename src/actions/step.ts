import type { DataFlowClient } from '../dataflow/client.ts';
import type { ConnectionConfig } from '../inputs/connection.ts';
import type { InputSource } from '../inputs/reader.ts';
import { linesOf } from '../report/explanation.ts';
import { explainFailure, explainSuccess } from '../report/jobs/explanation.ts';
import { linesFor } from '../report/jobs/lines.ts';
import type { Outputs } from '../report/jobs/outputs.ts';
import { type JobProgress, progressAfter, type StepEvent, type SubAction } from '../report/jobs/progress.ts';
import { jobSummaryOf } from '../report/jobs/summary.ts';
import { ProgressLog } from '../report/run/progress-log.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { type Clock, systemClock } from '../time/clock.ts';
import { connect } from './connection.ts';

/** What the work of a sub-action has at hand. */
export interface StepContext {
  readonly client: DataFlowClient;
  readonly clock: Clock;
  readonly random: () => number;
  readonly cancelled: AbortSignal;
  readonly emit: (event: StepEvent) => void;
}

/** A sub-action, in its parts. */
export interface Step<Config extends ConnectionConfig> {
  readonly action: SubAction;
  readonly read: (source: InputSource) => Promise<Config>;
  /** What it brings is in the events. */
  readonly work: (context: StepContext, config: Config) => Promise<unknown>;
  /** The outputs that an event makes known. */
  readonly outputs: (event: StepEvent) => Outputs;
}

/**
 * Runs a sub-action: outputs as soon as they are known, a line for each event, and at the end one line or one error
 * annotation, and the summary. Green only when the work came to its end and nobody cancelled the step.
 */
export async function runStep<Config extends ConnectionConfig>(step: Step<Config>): Promise<void> {
  process.exitCode = 1;
  const cancelled = cancelSignal(systemClock);
  const runner = actionsRunner();
  let progress: JobProgress = { action: step.action, ...given(runner, step.action) };
  const emit = (event: StepEvent): void => {
    progress = progressAfter(progress, event);
    for (const [name, value] of Object.entries(step.outputs(event))) runner.setOutput(name, value);
    for (const line of linesFor(event)) runner.log.info(line);
  };
  try {
    const config = await step.read(runner);
    await workOnNetwork(runner, config, (client) =>
      step.work({ client, clock: systemClock, random: Math.random, cancelled, emit }, config),
    );
    cancelled.throwIfAborted();
    const explanation = explainSuccess(progress);
    for (const line of linesOf(explanation)) runner.log.info(line);
    runner.appendSummary(jobSummaryOf(progress, explanation));
    process.exitCode = 0;
  } catch (error) {
    if (error instanceof Error && error.stack) runner.log.debug(error.stack);
    const explanation = explainFailure(progress, cancelled.aborted ? cancelled.reason : error);
    runner.log.error(`Data Flow: ${step.action}`, linesOf(explanation).join('\n'));
    runner.appendSummary(jobSummaryOf(progress, explanation));
  }
}

async function workOnNetwork(
  runner: Runner,
  config: ConnectionConfig,
  work: (client: DataFlowClient) => Promise<unknown>,
): Promise<void> {
  const { client, close } = connect(config, new ProgressLog(runner.log, systemClock).onClient);
  try {
    await work(client);
  } finally {
    await close();
  }
}

/** Which job the inputs name, for what is said before they are checked. */
function given({ input }: Runner, action: SubAction): Pick<JobProgress, 'jobId' | 'name'> {
  return action === 'create-job'
    ? { name: input('name').trim() || undefined }
    : { jobId: input('jobId').trim() || undefined };
}
