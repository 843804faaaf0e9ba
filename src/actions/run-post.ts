import { type CleanUp, cleanUp, type LeftBehind } from '../execution/post-step.ts';
import { givenParameters } from '../execution/run.ts';
import { readState, type StepState } from '../execution/saved-state.ts';
import { type RunConfig, readRunConfig } from '../inputs/run.ts';
import { explainCleanUp } from '../report/run/post-step.ts';
import { Narrator } from '../report/run/progress-log.ts';
import { linesOf } from '../report/run/report.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, connect } from './connection.ts';

/**
 * After the step, whatever became of it: when it could not clean up itself (killed, or cancelled without an
 * answer), looks for what it left behind. After a settled step it does nothing at all.
 */
export async function runPost(): Promise<void> {
  const runner = actionsRunner();
  try {
    const state = readState(runner.state('step'));
    if (!state || state.phase === 'settled') return;
    process.exitCode = 1;
    if (await cleanUpAfter(runner, state)) process.exitCode = 0;
  } catch (error) {
    process.exitCode = 1;
    const what = `The step was ended, and what it left behind could not be looked for: ${String(error)}.`;
    runner.log.error(
      'Data Flow: after the step',
      `${what}\nNext step: Look at the job in the Data Flow console.`,
    );
  }
}

/** @returns whether nothing is left running that should not be */
async function cleanUpAfter(runner: Runner, state: OpenState): Promise<boolean> {
  const config = await readRunConfig(runner);
  const isOwn = state.phase === 'starting' || state.startedHere;
  const wanted = config.onCancel ?? (isOwn ? 'cancel' : 'leave');
  const result = await cleanUpWith(runner, config, leftBehind(state, config), wanted === 'cancel');
  const explanation = explainCleanUp(result);
  const lines = linesOf(explanation);
  if (explanation.isClean) for (const line of lines) runner.log.info(line);
  else runner.log.error('Data Flow: after the step', lines.join('\n'));
  return explanation.isClean;
}

type OpenState = Exclude<StepState, { phase: 'settled' }>;

function leftBehind(state: OpenState, config: RunConfig): LeftBehind {
  if (state.phase === 'following') return { kind: 'execution', ...state };
  return { kind: 'start', lost: { ...state.lost, parameters: givenParameters(config) } };
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
  const context = { client, clock: systemClock, random: Math.random, cancelled, emit: narrator.onExecution };
  try {
    return await cleanUp(context, left, cancel);
  } finally {
    await close();
  }
}
