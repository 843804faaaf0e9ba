import type { RunOptions } from '../execution/run.ts';
import { type ExecutionInputs, LEAVE_OR_CANCEL, readExecutionInputs } from './execution-inputs.ts';
import { readJobCondition, readParameters } from './job-condition.ts';
import { type InputSource, readInputs } from './reader.ts';

const IF_RUNNING = ['start', 'attach', 'queue', 'replace', 'fail'] as const;

/** The inputs of the main action, checked. */
export interface RunConfig extends ExecutionInputs, RunOptions {
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
export function readRunConfig(source: InputSource): Promise<RunConfig> {
  return readInputs(source, async (reader) => {
    const config = {
      ...readExecutionInputs(reader),
      jobId: reader.requiredId('jobId', 'the id of the job to run'),
      jobCondition: await readJobCondition(reader),
      parameters: await readParameters(reader),
      triggerId: reader.text('triggerId'),
      workflowId: reader.text('workflowId'),
      jobExecutionId: reader.id('jobExecutionId'),
      ifRunning: reader.choice('ifRunning', IF_RUNNING, 'start'),
      wait: reader.yesNo('wait', true),
      pollIntervalMs: reader.durationMs('pollInterval', 100),
      onCancel: reader.choice('onCancel', LEAVE_OR_CANCEL, undefined),
      failOnError: reader.yesNo('failOnError', true),
      commitStatus: reader.text('commitStatus'),
      matrixIndex: reader.text('matrixIndex'),
      githubToken: reader.secret('githubToken'),
    };
    if (!config.wait && config.retries > 0)
      reader.source.warn(
        'retries: with wait: false the step ends after the start, and starts nothing again.',
      );
    return config;
  });
}
