/** What the tests of create-job share: the step, and what a job of the definition is in the service. */
import { parse } from 'yaml';
import type { Simulator } from '../../simulator/simulator.ts';
import type { Inputs } from './step.ts';
import { DEFINITION, run, workspaceWith } from './sub-action.ts';

export const NRN = 'nrn:PUB:IAM::2706412:Role/1a2b3c4d-0496-11f0-baf6-246e96591a38';

/** Runs create-job with this definition file. */
export async function create(simulator: Simulator, inputs: Inputs = {}, definition = DEFINITION) {
  using workspace = workspaceWith({ 'jobs/job.yml': definition });
  return await run(
    simulator,
    'create-job',
    { definition: 'jobs/job.yml', ...inputs },
    { workspace: workspace.path },
  );
}

/** The job of the definition, as the service shows it. */
export const SALES = { name: 'sales_daily', nodes: parse(DEFINITION).nodes };

/** The jobs beside the simulator's own. */
export const created = (simulator: Simulator) => simulator.jobs.filter(({ name }) => name !== 'job001');
export const sent = (simulator: Simulator, operation: string) =>
  simulator.requests.filter((request) => request.operation === operation);
