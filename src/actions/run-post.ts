import { cleanUp } from '../execution/post-step.ts';
import { isUnsettled, readState, type SavedRun } from '../execution/saved-state.ts';
import { readPostConfig } from '../inputs/connection.ts';
import { InputError } from '../inputs/reader.ts';
import { linesOf } from '../report/explanation.ts';
import { explainCleanUp, explainNoCleanUp } from '../report/run/post-step.ts';
import { ProgressLog } from '../report/run/progress-log.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, connect } from './connection.ts';
import { type Frame, runInFrame } from './frame.ts';

const TITLE = 'Data Flow: after the step';

/**
 * The post step of every action that starts executions: does what the main step decided and could not finish, since it
 * was killed or had too little time. After a settled step it does nothing.
 */
export function runPost(): Promise<void> {
  return runInFrame(TITLE, async (frame) => {
    const runs = readState(frame.runner.state('step')).filter(isUnsettled);
    if (runs.length === 0) return true;
    try {
      return await cleanUpAndReport(frame, runs);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      frame.runner.log.error(TITLE, linesOf(explainNoCleanUp(runs, error.problems)).join('\n'));
      return false;
    }
  });
}

/** @returns whether nothing is left running that should not be */
async function cleanUpAndReport({ runner, cancelled }: Frame, runs: readonly SavedRun[]): Promise<boolean> {
  const progress = new ProgressLog(runner.log, systemClock, () => connection.client.serviceClock.nowMs());
  const connection: Connection = connect(readPostConfig(runner), progress.onClient);
  try {
    const { client } = connection;
    const context = { client, clock: systemClock, cancelled, emit: progress.onExecution };
    const problems: string[] = [];
    for (const { run, result } of await cleanUp(context, runs)) {
      const explanation = explainCleanUp(run.jobId, result);
      const lines = linesOf(explanation);
      if (explanation.isClean) for (const line of lines) runner.log.info(line);
      else problems.push(lines.join('\n'));
    }
    if (problems.length > 0) runner.log.error(TITLE, problems.join('\n\n'));
    return problems.length === 0;
  } finally {
    await connection.close();
  }
}
