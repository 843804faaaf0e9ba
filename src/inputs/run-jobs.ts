import { type ManyExecutionsConfig, readManyExecutions } from './many-executions.ts';
import { type PlanEntry, readPlan } from './plan-entries.ts';
import { InputReader, type InputSource } from './reader.ts';

/** Everything that run-jobs was told, checked. */
export interface RunJobsConfig extends ManyExecutionsConfig {
  /** In the order of the plan; at least one. */
  readonly entries: readonly PlanEntry[];
}

/**
 * Reads the inputs of run-jobs/action.yml, and the plan file.
 * @throws InputError with every problem; nothing has been sent then
 */
export async function readRunJobsConfig(source: InputSource): Promise<RunJobsConfig> {
  const reader = new InputReader(source);
  const shared = readManyExecutions(reader, { maxParallel: 4 });
  const entries = await readPlan(reader, shared);
  reader.finish();
  return { ...shared, entries };
}
