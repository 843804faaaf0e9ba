import type { ConfigureOptions } from '../job/configure.ts';
import { readCheck } from './check.ts';
import { type ConnectionConfig, readConnection } from './connection.ts';
import { readWantedSettings } from './job-condition.ts';
import { InputReader, type InputSource } from './reader.ts';

/** The inputs of configure-job, checked. */
export type ConfigureJobConfig = ConnectionConfig & ConfigureOptions;

/**
 * Reads the inputs of configure-job/action.yml. A jobCondition without a setting is an error: nothing would be
 * compared, and the step would succeed whatever is saved.
 * @throws InputError with every problem; nothing has been sent then
 */
export async function readConfigureJobConfig(source: InputSource): Promise<ConfigureJobConfig> {
  const reader = new InputReader(source);
  const config: ConfigureJobConfig = {
    ...readConnection(reader),
    jobId: reader.id('jobId') ?? reader.required('jobId', 'the id of the job to configure'),
    jobCondition: await readWantedSettings(reader),
    check: readCheck(reader),
  };
  reader.finish();
  return config;
}
