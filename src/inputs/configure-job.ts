import { CHECKS, type ConfigureOptions } from '../job/configure.ts';
import { type ConnectionConfig, readConnection } from './connection.ts';
import { readWantedSettings } from './job-condition.ts';
import { type InputSource, readInputs } from './reader.ts';

/**
 * Reads the inputs of configure-job/action.yml. A jobCondition without a setting is an error: nothing would be
 * compared, and the step would succeed whatever is saved.
 * @throws InputError with every problem; nothing has been sent then
 */
export function readConfigureJobConfig(source: InputSource): Promise<ConnectionConfig & ConfigureOptions> {
  return readInputs(source, async (reader) => ({
    ...readConnection(reader),
    jobId: reader.requiredId('jobId', 'the id of the job to configure'),
    jobCondition: await readWantedSettings(reader),
    check: reader.choice('check', CHECKS, 'false'),
  }));
}
