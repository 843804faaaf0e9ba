import { type CleanUp, cleanUp, type LeftBehind } from '../execution/clean-up.ts';
import { type RunConfig, readRunConfig } from '../inputs/run.ts';
import { afterCancel } from '../report/explain.ts';
import { Narrator } from '../report/narrator.ts';
import { readState, type StepState } from '../report/step-state.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, connect } from './world.ts';

/**
 * After the step, whatever became of it: when it could not clean up itself (killed, or cancelled without an
 * answer), looks for what it left behind. After a settled step it does nothing at all.
 */
export async function runPost(): Promise<void> {
  const runner = actionsRunner();
  const state = readState(runner.state('step'));
  if (!state || state.phase === 'settled') return;
  process.exitCode = 1;
  const config = await readRunConfig(runner);
  const isOwn = state.phase === 'starting' || state.startedHere;
  const wanted = config.onCancel ?? (isOwn ? 'cancel' : 'leave');
  const result = await cleanUpWith(runner, config, leftBehind(state, config), wanted === 'cancel');
  if (tell(runner, result)) process.exitCode = 0;
}

function leftBehind(state: Exclude<StepState, { phase: 'settled' }>, config: RunConfig): LeftBehind {
  if (state.phase === 'following') return { kind: 'execution', ...state };
  const { lost } = state;
  return { kind: 'start', lost: { ...lost, start: { ...lost.start, parameters: config.parameters } } };
}

async function cleanUpWith(
  runner: Runner,
  config: RunConfig,
  left: LeftBehind,
  cancel: boolean,
): Promise<CleanUp> {
  const narrator = new Narrator(runner.log, systemClock, () => client.serviceClock.nowMs());
  const { client, close }: Connection = connect(config, narrator.onClient);
  const cancelled = cancelSignal(systemClock);
  const context = { client, clock: systemClock, random: Math.random, cancelled, tell: narrator.onExecution };
  try {
    return await cleanUp(context, left, cancel);
  } finally {
    await close();
  }
}

/** @returns whether nothing is left running that should not be */
function tell({ log }: Runner, result: CleanUp): boolean {
  const inConsole = "Look at the job's execution history in the Data Flow console.";
  switch (result.kind) {
    case 'nothing-started':
      log.info('The step was ended while it started an execution: none was started.');
      return true;
    case 'left':
      log.info(`The step was ended; execution ${result.jobExecutionId} was left running, as onCancel says.`);
      return true;
    case 'unclear':
      log.error(
        'Data Flow: unknown',
        `The step was ended while it started an execution; whether there is one could not be told${result.error ? `: ${result.error.message}` : ''}.\nWhat next: ${inConsole}`,
      );
      return false;
    case 'several':
      log.error(
        'Data Flow: unknown',
        `The step was ended while it started an execution. One of these may be it: ${result.candidates.join(', ')}; none was cancelled.\nWhat next: ${inConsole}`,
      );
      return false;
    case 'cancelled':
      return tellCancel(log, result);
  }
}

function tellCancel(
  log: Runner['log'],
  { jobExecutionId, outcome }: Extract<CleanUp, { kind: 'cancelled' }>,
): boolean {
  const what = `The step was ended. ${afterCancel(outcome, `Execution ${jobExecutionId}`)}`;
  if (outcome.kind === 'canceled' || outcome.kind === 'ended') {
    log.info(what);
    return true;
  }
  const hint =
    outcome.kind === 'refused' ? outcome.error.hint : 'See in the Data Flow console that it has stopped.';
  log.error('Data Flow: still running', `${what}\nWhat next: ${hint}`);
  return false;
}
