import { type ManyExecutionsConfig, readManyExecutions } from './many-executions.ts';
import { type PlanEntry, readPlan } from './plan-entries.ts';
import { type InputSource, readInputs } from './reader.ts';

/** The inputs of run-jobs, checked. */
export interface RunJobsConfig extends ManyExecutionsConfig {
  /** In the order of the plan; at least one. */
  readonly entries: readonly PlanEntry[];
}

/**
 * Reads the inputs of run-jobs/action.yml, and the plan file.
 * @throws InputError with every problem; nothing has been sent then
 */
export function readRunJobsConfig(source: InputSource): Promise<RunJobsConfig> {
  return readInputs(source, async (reader) => {
    const shared = readManyExecutions(reader, { maxParallel: 4 });
    return { ...shared, entries: await readPlan(reader, shared.retries) };
  });
}
