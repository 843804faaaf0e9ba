import type { ExecutionEvent } from '../execution/context.ts';
import { conclusionOf, type Result } from '../execution/outcome.ts';
import { runJob } from '../execution/run.ts';
import { stateAfter, stateAtEnd, writeState } from '../execution/saved-state.ts';
import type { StatusPublisher } from '../github/status-publisher.ts';
import { InputError } from '../inputs/reader.ts';
import { type RunConfig, readRunConfig } from '../inputs/run.ts';
import { outputsOf } from '../report/run/outputs.ts';
import { Narrator } from '../report/run/progress-log.ts';
import { report } from '../report/run/report.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { statusPublisher } from './commit-status.ts';
import { type Connection, connect } from './connection.ts';
import { gatherFindings } from './gather-findings.ts';

/** The run action: starts a job, waits for its result, tells it. Green only when that is proven. */
export async function run(): Promise<void> {
  process.exitCode = 1;
  const cancelled = cancelSignal(systemClock);
  const runner = actionsRunner();
  try {
    const config = await readRunConfig(runner);
    if (await runAndReport(runner, config, cancelled)) process.exitCode = 0;
  } catch (error) {
    if (error instanceof InputError) tellBadInputs(runner, error);
    else
      runner.log.error(
        'Data Flow: unknown',
        `This action failed unexpectedly: ${String(error)}. Please report it.`,
      );
  }
}

function tellBadInputs(runner: Runner, { problems }: InputError): void {
  const result = {
    ending: { why: 'bad-inputs', problems },
    jobId: runner.input('jobId'),
    startedHere: false,
  } as const;
  writeOutputs(runner, result);
  report(runner, result, {}, { failOnError: true, summary: runner.input('summary') !== 'false' });
}

/** @returns whether the step succeeds */
async function runAndReport(runner: Runner, config: RunConfig, cancelled: AbortSignal): Promise<boolean> {
  const narrator = new Narrator(runner.log, systemClock, () => connection.client.serviceClock.nowMs());
  const connection: Connection = connect(config, narrator.onClient);
  try {
    const publisher = await statusPublisher(runner.log, config, connection, cancelled);
    const result = await runAndRemember(runner, config, { connection, narrator, publisher, cancelled });
    writeOutputs(runner, result);
    const state = stateAtEnd(result);
    if (state) runner.saveState('step', writeState(state));
    const published = publisher?.finish(result);
    const findings = await gatherFindings(connection, config, result, cancelled);
    const succeeds = report(runner, result, findings, config);
    await published;
    if (cancelled.aborted) tellLateCancel(runner, result, succeeds);
    return succeeds && !cancelled.aborted;
  } finally {
    await connection.close();
  }
}

interface Surroundings {
  readonly connection: Connection;
  readonly narrator: Narrator;
  readonly publisher: StatusPublisher | undefined;
  readonly cancelled: AbortSignal;
}

/** Runs the job; whatever is known of its execution is in the outputs and the state at once. */
async function runAndRemember(
  runner: Runner,
  config: RunConfig,
  { connection, narrator, publisher, cancelled }: Surroundings,
): Promise<Result> {
  let identified: { jobExecutionId?: string } = {};
  let startSent = false;
  const emit = (event: ExecutionEvent) => {
    const state = stateAfter(event, config.jobId);
    if (state) runner.saveState('step', writeState(state));
    if (event.kind === 'sending') startSent = true;
    if (event.kind === 'identified') {
      const { jobExecutionId } = event;
      identified = { jobExecutionId };
      runner.setOutput('jobExecutionId', jobExecutionId);
      publisher?.pending(jobExecutionId);
    }
    narrator.onExecution(event);
  };
  const context = { client: connection.client, clock: systemClock, random: Math.random, cancelled, emit };
  try {
    const earlierExecutionId = await publisher?.earlierExecutionId();
    return await runJob(context, { ...config, earlierExecutionId });
  } catch (error) {
    runner.log.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return {
      ending: { why: 'crashed', error, startSent },
      jobId: config.jobId,
      startedHere: true,
      ...identified,
    };
  }
}

function writeOutputs(runner: Runner, result: Result): void {
  for (const [name, value] of Object.entries(outputsOf(result))) runner.setOutput(name, value);
}

/** The step was cancelled while it told its result: it is cancelled, whatever the result was. */
function tellLateCancel(runner: Runner, result: Result, succeeds: boolean): void {
  runner.setOutput('conclusion', 'cancelled');
  if (!succeeds) return;
  runner.log.error(
    'Data Flow: cancelled',
    `The step was cancelled after its result (${conclusionOf(result)}) was known.`,
  );
}
