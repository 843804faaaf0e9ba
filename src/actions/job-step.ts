import type { ConnectionConfig } from '../inputs/connection.ts';
import { InputError, type InputSource } from '../inputs/reader.ts';
import type { JobContext } from '../job/context.ts';
import type { JobFacts, JobOutcome } from '../job/outcome.ts';
import { linesOf } from '../report/explanation.ts';
import { explainJob } from '../report/jobs/explanation.ts';
import type { SubAction } from '../report/jobs/facts.ts';
import { linesFor } from '../report/jobs/lines.ts';
import type { Outputs } from '../report/jobs/outputs.ts';
import { jobSummaryOf } from '../report/jobs/summary.ts';
import { ProgressLog } from '../report/run/progress-log.ts';
import type { Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { connect } from './connection.ts';
import { type Frame, runInFrame } from './frame.ts';

/** An action about a job, in its parts. */
export interface JobStep<Config extends ConnectionConfig> {
  readonly action: SubAction;
  readonly read: (source: InputSource) => Promise<Config>;
  readonly work: (context: JobContext, config: Config) => Promise<JobOutcome>;
  /** The outputs, as far as they are known. */
  readonly outputs: (facts: JobFacts) => Outputs;
}

/**
 * Runs an action about a job: a line for each event, outputs as soon as they are known, and at the end one outcome with
 * one explanation for the log (or one error annotation), the outputs and the summary.
 */
export function runJobStep<Config extends ConnectionConfig>(step: JobStep<Config>): Promise<void> {
  return runInFrame(`Data Flow: ${step.action}`, (frame) => workAndReport(frame, step));
}

/** @returns whether the step succeeds */
async function workAndReport<Config extends ConnectionConfig>(
  { runner, cancelled }: Frame,
  step: JobStep<Config>,
): Promise<boolean> {
  const { action } = step;
  const outcome = await outcomeOfStep(step, runner, cancelled);
  if (outcome.end.kind === 'crashed') runner.log.debug(stackOf(outcome.end.error));
  const explanation = explainJob(action, outcome);
  const lines = linesOf(explanation);
  const succeeds = outcome.end.kind === 'done';
  writeOutputs(runner, step.outputs(outcome));
  if (succeeds) for (const line of lines) runner.log.info(line);
  else runner.log.error(`Data Flow: ${action}`, lines.join('\n'));
  runner.appendSummary(jobSummaryOf(action, outcome, explanation));
  return succeeds;
}

/** The outcome of the work, or of what keeps it from beginning. Nothing is thrown. */
async function outcomeOfStep<Config extends ConnectionConfig>(
  { action, read, work, outputs }: JobStep<Config>,
  runner: Runner,
  cancelled: AbortSignal,
): Promise<JobOutcome> {
  try {
    const config = await read(runner);
    const { client, close } = connect(config, new ProgressLog(runner.log, systemClock).onClient);
    const context: JobContext = {
      client,
      clock: systemClock,
      random: Math.random,
      cancelled,
      publish: (facts) => writeOutputs(runner, outputs(facts)),
      emit: (event) => {
        for (const line of linesFor(event)) runner.log.info(line);
      },
    };
    try {
      return await work(context, config);
    } finally {
      await close();
    }
  } catch (error) {
    const given = givenJob(runner, action);
    if (error instanceof InputError)
      return { ...given, end: { kind: 'bad-inputs', problems: error.problems } };
    return { ...given, end: { kind: 'crashed', error } };
  }
}

function writeOutputs(runner: Runner, outputs: Outputs): void {
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value);
}

/** The job that the inputs name, for what is said before they are checked. */
function givenJob({ input }: Runner, action: SubAction): JobFacts {
  const [name, jobId] = [input('name'), input('jobId')].map((text) => text.trim() || undefined);
  return action === 'create-job' ? { name } : { jobId };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
