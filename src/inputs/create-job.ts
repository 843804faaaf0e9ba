import type { EnsureOptions } from '../job/ensure.ts';
import { readCheck } from './check.ts';
import { type ConnectionConfig, readConnection } from './connection.ts';
import { readDefinitionFile } from './definition-file.ts';
import { InputReader, type InputSource } from './reader.ts';

const IF_EXISTS = ['reuse', 'update', 'fail', 'create'] as const;

/** The inputs of create-job, checked. */
export type CreateJobConfig = ConnectionConfig & EnsureOptions;

/**
 * Reads the inputs of create-job/action.yml, and the definition file.
 * @throws InputError with every problem; nothing has been sent then
 */
export async function readCreateJobConfig(source: InputSource): Promise<CreateJobConfig> {
  const reader = new InputReader(source);
  const config: CreateJobConfig = {
    ...readConnection(reader),
    ...(await readDefinitionFile(reader)),
    ifExists: reader.choice('ifExists', IF_EXISTS, 'reuse'),
    check: readCheck(reader),
  };
  reader.finish();
  return config;
}
