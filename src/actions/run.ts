import type { ExecutionContext, How } from '../execution/context.ts';
import { conclusionOf, executionOf, type Result } from '../execution/outcome.ts';
import { run as runJob } from '../execution/run.ts';
import { type SavedRun, writeState } from '../execution/saved-state.ts';
import type { Origin } from '../github/description.ts';
import type { StatusAtEnd, StatusPublisher } from '../github/status-publisher.ts';
import { type RunConfig, readRunConfig } from '../inputs/run.ts';
import { ProgressLog } from '../report/run/progress-log.ts';
import { report, writeOutputs } from '../report/run/report.ts';
import type { Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import type { Connection } from './connection.ts';
import { type Frame, runInFrame } from './frame.ts';
import { gatherFindings } from './gather-findings.ts';

/** The main action: starts a job, waits for its result, reports it. It succeeds only when that is proven. */
export function run(): Promise<void> {
  return runInFrame({
    title: 'Data Flow: unknown',
    hasConclusion: true,
    work: async (frame) => runAndReport(frame, await readRunConfig(frame.runner)),
    reportProblems: (runner, problems) => {
      const ending = { kind: 'bad-inputs', problems } as const;
      const result = { state: 'not-started', ending, jobId: runner.input('jobId'), attempts: 0 } as const;
      report(runner, result, {}, { failOnError: true, summary: runner.input('summary') !== 'false' });
    },
  });
}

/** @returns whether the step succeeds */
async function runAndReport(frame: Frame, config: RunConfig): Promise<boolean> {
  const { runner, cancelled } = frame;
  const progress = new ProgressLog(runner.log, systemClock, () => connection.nowMs());
  const connection: Connection = frame.connect(config, progress.onClient);
  const { client, clock, random } = connection;
  const publisher = await publisherFor(frame, config, connection);
  const context: ExecutionContext = {
    client,
    clock,
    random,
    cancelled,
    emit: progress.onExecution,
    remember: (saved) => {
      writeAtOnce(runner, saved);
      if (saved.phase === 'known') publisher?.pending(saved.jobExecutionId, originOf(saved.how));
    },
  };
  const result = await runJob(context, config, publisher && (() => publisher.earlier()));
  writeOutputs(runner, result);
  const published = publisher?.finish(statusAtEnd(result));
  const findings = await gatherFindings(connection, config, result, cancelled);
  const succeeds = report(runner, result, findings, config);
  await published;
  if (cancelled.aborted) reportLateCancel(runner, result, succeeds);
  return succeeds && !cancelled.aborted;
}

/** What publishes the commit status: it is loaded only when one is wanted. */
async function publisherFor(
  { runner, cancelled }: Frame,
  config: RunConfig,
  connection: Connection,
): Promise<StatusPublisher | undefined> {
  const { commitStatus, dryRun } = config;
  if (commitStatus === undefined || dryRun) return undefined;
  const { statusPublisher } = await import('./commit-status.ts');
  return statusPublisher(runner.log, commitStatus, config, connection, cancelled);
}

/** Whether a later attempt may take the execution over. */
function originOf(how: How): Origin {
  return how === 'attached' ? 'attached' : 'started';
}

function statusAtEnd(result: Result): StatusAtEnd {
  const { jobExecutionId, execution } = executionOf(result);
  const how = result.state === 'followed' ? originOf(result.how) : undefined;
  return { conclusion: conclusionOf(result), jobExecutionId, status: execution?.status, how };
}

/** What is known of an execution is in the state and the outputs at once: the step can be killed at any time. */
function writeAtOnce(runner: Runner, saved: SavedRun): void {
  runner.saveState('step', writeState([saved]));
  if (saved.phase === 'known') runner.setOutput('jobExecutionId', saved.jobExecutionId);
}

/** The step was cancelled while it reported its result: it is cancelled, whatever the result was. */
function reportLateCancel(runner: Runner, result: Result, succeeds: boolean): void {
  runner.setOutput('conclusion', 'cancelled');
  if (!succeeds) return;
  const message = `The step was cancelled after its result (${conclusionOf(result)}) was known.`;
  runner.setOutput('message', message);
  runner.log.error('Data Flow: cancelled', message);
}
