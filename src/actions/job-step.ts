import type { ConnectionConfig } from '../inputs/connection.ts';
import type { InputSource } from '../inputs/reader.ts';
import type { JobContext } from '../job/context.ts';
import { type JobFacts, type JobOutcome, type JobRecord, outcomeOf } from '../job/outcome.ts';
import { explainJob } from '../report/jobs/explanation.ts';
import type { SubAction } from '../report/jobs/facts.ts';
import { linesFor } from '../report/jobs/lines.ts';
import type { Outputs } from '../report/jobs/outputs.ts';
import { jobSummaryOf } from '../report/jobs/summary.ts';
import { ProgressLog } from '../report/run/progress-log.ts';
import { writeEnd } from '../report/step-end.ts';
import type { Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { type Frame, runInFrame, writeOutputs } from './frame.ts';

/** An action about a job, in its parts. */
export interface JobStep<Config extends ConnectionConfig> {
  readonly action: SubAction;
  readonly read: (source: InputSource) => Promise<Config>;
  readonly work: (context: JobContext, config: Config) => Promise<void>;
  /** The outputs, as far as they are known. */
  readonly outputs: (facts: JobFacts) => Outputs;
}

/**
 * Runs an action about a job: a line for each event, outputs as soon as they are known, and at the end one outcome with
 * one explanation for the log (or one error annotation), the outputs and the summary.
 */
export function runJobStep<Config extends ConnectionConfig>(step: JobStep<Config>): Promise<void> {
  return runInFrame({
    title: `Data Flow: ${step.action}`,
    hasConclusion: false,
    work: async (frame) => workAndReport(frame, step, await step.read(frame.runner)),
    reportProblems: (runner, problems) =>
      report(runner, step, { ...givenJob(runner, step.action), end: { kind: 'bad-inputs', problems } }),
  });
}

/** @returns whether the step succeeds */
async function workAndReport<Config extends ConnectionConfig>(
  { runner, cancelled, connect }: Frame,
  step: JobStep<Config>,
  config: Config,
): Promise<boolean> {
  const { client, clock, random } = connect(config, new ProgressLog(runner.log, systemClock).onClient);
  const facts = givenJob(runner, step.action);
  const context: JobContext = {
    client,
    clock,
    random,
    cancelled,
    facts,
    publish: () => writeOutputs(runner, step.outputs(facts)),
    emit: (event) => {
      for (const line of linesFor(event)) runner.log.info(line);
    },
  };
  const outcome = await outcomeOf(context, () => step.work(context, config));
  report(runner, step, outcome);
  return outcome.end.kind === 'done';
}

function report(
  runner: Runner,
  { action, outputs }: Pick<JobStep<never>, 'action' | 'outputs'>,
  outcome: JobOutcome,
): void {
  if (outcome.end.kind === 'crashed') runner.log.debug(stackOf(outcome.end.error));
  const explanation = explainJob(action, outcome);
  const summary = jobSummaryOf(action, outcome, explanation);
  writeOutputs(runner, outputs(outcome));
  writeEnd(runner, {
    title: `Data Flow: ${action}`,
    succeeds: outcome.end.kind === 'done',
    explanation,
    summary,
  });
}

/** The job that the inputs name. */
function givenJob({ input }: Runner, action: SubAction): JobRecord {
  const [name, jobId] = [input('name'), input('jobId')].map((text) => text.trim() || undefined);
  return action === 'create-job' ? { name } : { jobId };
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
