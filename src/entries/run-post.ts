import { type CleanUp, cleanUp, type LeftBehind } from '../execution/clean-up.ts';
import { givenParameters } from '../execution/run-job.ts';
import { type RunConfig, readRunConfig } from '../inputs/run.ts';
import { explainCleanUp } from '../report/explain-clean-up.ts';
import { Narrator } from '../report/narrator.ts';
import { linesOf } from '../report/report.ts';
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
  const explanation = explainCleanUp(result);
  const lines = linesOf(explanation);
  if (!explanation.isClean) return runner.log.error('Data Flow: after the step', lines.join('\n'));
  for (const line of lines) runner.log.info(line);
  process.exitCode = 0;
}

function leftBehind(state: Exclude<StepState, { phase: 'settled' }>, config: RunConfig): LeftBehind {
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
  const context = { client, clock: systemClock, random: Math.random, cancelled, tell: narrator.onExecution };
  try {
    return await cleanUp(context, left, cancel);
  } finally {
    await close();
  }
}
