import { conclusionOf, type Result } from '../execution/result.ts';
import { runJob } from '../execution/run-job.ts';
import { InputError } from '../inputs/reader.ts';
import { type RunConfig, readRunConfig } from '../inputs/run.ts';
import { Narrator } from '../report/narrator.ts';
import { report } from '../report/report.ts';
import { isSettled, stateAfter, writeState } from '../report/step-state.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { connect } from './world.ts';

/** The run action: starts a job, waits for its result, tells it. Green only when that is proven. */
export async function run(): Promise<void> {
  process.exitCode = 1;
  const cancelled = cancelSignal(systemClock);
  const runner = actionsRunner();
  try {
    const config = await readRunConfig(runner);
    const result = await runAndRemember(runner, config, cancelled);
    const succeeds = report(runner, result, config);
    if (isSettled(result)) runner.saveState('step', writeState({ phase: 'settled' }));
    if (succeeds && cancelled.aborted) tellLateCancel(runner, result);
    else if (succeeds) process.exitCode = 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const ending = { why: 'bad-inputs', problems: error.problems } as const;
    report(
      runner,
      { ending, jobId: runner.input('jobId'), startedHere: false },
      { failOnError: true, summary: runner.input('summary') !== 'false' },
    );
  }
}

/** Runs the job; whatever is known of its execution is in the outputs and the state at once. */
async function runAndRemember(runner: Runner, config: RunConfig, cancelled: AbortSignal): Promise<Result> {
  const narrator = new Narrator(runner.log, systemClock);
  const { client, close } = connect(config, narrator.onClient);
  let jobExecutionId: string | undefined;
  const context = {
    client,
    clock: systemClock,
    random: Math.random,
    cancelled,
    tell: (event: Parameters<typeof narrator.onExecution>[0]) => {
      const state = stateAfter(event, config.jobId);
      if (state) runner.saveState('step', writeState(state));
      if (event.kind === 'identified') {
        jobExecutionId = event.jobExecutionId;
        runner.setOutput('jobExecutionId', jobExecutionId);
      }
      narrator.onExecution(event);
    },
  };
  try {
    return await runJob(context, config);
  } catch (error) {
    runner.log.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { ending: { why: 'crashed', error }, jobId: config.jobId, jobExecutionId, startedHere: true };
  } finally {
    await close();
  }
}

/** The step was cancelled while it told its result: it is cancelled, whatever the result was. */
function tellLateCancel(runner: Runner, result: Result): void {
  runner.setOutput('conclusion', 'cancelled');
  runner.log.error(
    'Data Flow: cancelled',
    `The step was cancelled after its result (${conclusionOf(result)}) was known.`,
  );
}
