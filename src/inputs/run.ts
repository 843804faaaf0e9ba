import type { RunOptions } from '../execution/run.ts';
import { type ConnectionConfig, readConnection } from './connection.ts';
import { readJobCondition, readParameters } from './job-condition.ts';
import { InputReader, type InputSource } from './reader.ts';
import { type ReportingConfig, readReporting } from './reporting.ts';
import { readRetries } from './retries.ts';

const IF_RUNNING = ['start', 'attach', 'queue', 'replace', 'fail'] as const;
const LEAVE_OR_CANCEL = ['leave', 'cancel'] as const;

/** Everything that the run action was told, checked. */
export interface RunConfig extends ConnectionConfig, ReportingConfig, RunOptions {
  readonly failOnError: boolean;
  /** The name of the commit status to publish. */
  readonly commitStatus: string | undefined;
  /** The leg of a matrix, as GitHub counts: part of what a re-run finds its execution by. */
  readonly matrixIndex: string | undefined;
  readonly githubToken: string | undefined;
}

/**
 * Reads the inputs of action.yml.
 * @throws InputError with every problem; nothing has been sent then
 */
export async function readRunConfig(source: InputSource): Promise<RunConfig> {
  const reader = new InputReader(source);
  const connection = readConnection(reader);
  const config: RunConfig = {
    ...connection,
    jobId: reader.id('jobId') ?? reader.required('jobId', 'the id of the job to run'),
    jobCondition: await readJobCondition(reader),
    parameters: await readParameters(reader),
    triggerId: reader.text('triggerId'),
    workflowId: reader.text('workflowId'),
    jobExecutionId: reader.id('jobExecutionId'),
    ifRunning: reader.choice('ifRunning', IF_RUNNING, 'start'),
    wait: reader.yesNo('wait', true),
    waitTimeoutMs: reader.durationMs('waitTimeout', 1),
    pollIntervalMs: reader.durationMs('pollInterval', 100),
    onCancel: reader.choice('onCancel', LEAVE_OR_CANCEL, undefined),
    onTimeout: reader.choice('onTimeout', LEAVE_OR_CANCEL, 'leave'),
    failOnError: reader.yesNo('failOnError', true),
    ...readReporting(reader),
    dryRun: reader.yesNo('dryRun', false),
    commitStatus: reader.text('commitStatus'),
    matrixIndex: reader.text('matrixIndex'),
    githubToken: reader.secret('githubToken'),
    ...readRetries(reader),
  };
  reader.finish();
  return config;
}
