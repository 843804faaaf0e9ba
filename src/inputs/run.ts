import type { RunOptions } from '../execution/run.ts';
import { type ConnectionConfig, readConnection, readOrigin } from './connection.ts';
import { readJobCondition, readParameters } from './job-condition.ts';
import { InputReader, type InputSource } from './reader.ts';

const IF_RUNNING = ['start', 'attach', 'queue', 'replace', 'fail'] as const;
const LEAVE_OR_CANCEL = ['leave', 'cancel'] as const;

const CONSOLE_LOG_WHEN = ['failure', 'always', 'never'] as const;
/** When the end of the console log is shown. */
export type ConsoleLogWhen = (typeof CONSOLE_LOG_WHEN)[number];

const OBJECT_STORAGE = { origin: 'https://kr.object.ncloudstorage.com', region: 'kr-standard' } as const;

/** Everything that the run action was told, checked. */
export interface RunConfig extends ConnectionConfig, RunOptions {
  readonly failOnError: boolean;
  readonly consoleLog: ConsoleLogWhen;
  /** How many of its last lines. */
  readonly consoleLogLines: number;
  readonly objectStorage: { readonly origin: string; readonly region: string };
  readonly summary: boolean;
  /** The name of the commit status to publish. */
  readonly commitStatus: string | undefined;
  readonly githubToken: string | undefined;
  /** Which leg of a matrix this step runs in; part of what tells commit statuses apart. */
  readonly matrixIndex: string | undefined;
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
    consoleLog: reader.choice('consoleLog', CONSOLE_LOG_WHEN, 'failure'),
    consoleLogLines: reader.integer('consoleLogLines', { minimum: 1, maximum: 10_000 }, 100),
    objectStorage: {
      origin: readOrigin(reader, 'objectStorageUrl', OBJECT_STORAGE.origin),
      region: reader.text('objectStorageRegion') ?? OBJECT_STORAGE.region,
    },
    summary: reader.yesNo('summary', true),
    dryRun: reader.yesNo('dryRun', false),
    commitStatus: reader.text('commitStatus'),
    githubToken: reader.secret('githubToken'),
    matrixIndex: reader.text('matrixIndex'),
  };
  reader.finish();
  return config;
}
