import { cleanUp } from '../execution/post-step.ts';
import { isUnsettled, readState, type SavedRun } from '../execution/saved-state.ts';
import { readConnection } from '../inputs/connection.ts';
import { readInputs } from '../inputs/reader.ts';
import { linesOf } from '../report/explanation.ts';
import { explainCleanUp, explainNoCleanUp } from '../report/run/post-step.ts';
import { ProgressLog } from '../report/run/progress-log.ts';
import { writeEnd } from '../report/step-end.ts';
import type { Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import { type Frame, runInFrame } from './frame.ts';

const TITLE = 'Data Flow: after the step';

/**
 * The post step of every action that starts executions: does what the main step decided and could not finish, since it
 * was killed or had too little time. After a settled step it does nothing.
 */
export function runPost(): Promise<void> {
  return runInFrame({
    title: TITLE,
    hasConclusion: false,
    work: async (frame) => {
      const runs = unsettledRuns(frame.runner);
      return runs.length === 0 || cleanUpAndReport(frame, runs);
    },
    reportProblems: (runner, problems) =>
      writeEnd(runner, {
        title: TITLE,
        succeeds: false,
        explanation: explainNoCleanUp(unsettledRuns(runner), problems),
      }),
  });
}

function unsettledRuns(runner: Runner): SavedRun[] {
  return readState(runner.state('step')).filter(isUnsettled);
}

/** @returns whether nothing is left running that should not be */
async function cleanUpAndReport(frame: Frame, runs: readonly SavedRun[]): Promise<boolean> {
  const { runner, cancelled } = frame;
  const progress = new ProgressLog(runner.log, systemClock, () => connection.nowMs());
  // The keys and the address: all else was decided by the main step.
  const connection: Connection = frame.connect(await readInputs(runner, readConnection), progress.onClient);
  const { client, clock } = connection;
  const problems: string[] = [];
  for (const { run, result } of await cleanUp(
    { client, clock, cancelled, emit: progress.onExecution },
    runs,
  )) {
    const explanation = explainCleanUp(run.jobId, result);
    const lines = linesOf(explanation);
    if (explanation.isClean) for (const line of lines) runner.log.info(line);
    else problems.push(lines.join('\n'));
  }
  if (problems.length > 0) runner.log.error(TITLE, problems.join('\n\n'));
  return problems.length === 0;
}
