import { CHECKS } from '../job/configure.ts';
import { type EnsureOptions, IF_EXISTS } from '../job/ensure.ts';
import { type ConnectionConfig, readConnection } from './connection.ts';
import { readDefinitionFile } from './definition-file.ts';
import { type InputSource, readInputs } from './reader.ts';

/**
 * Reads the inputs of create-job/action.yml, and the definition file.
 * @throws InputError with every problem; nothing has been sent then
 */
export function readCreateJobConfig(source: InputSource): Promise<ConnectionConfig & EnsureOptions> {
  return readInputs(source, async (reader) => ({
    ...readConnection(reader),
    ...(await readDefinitionFile(reader)),
    ifExists: reader.choice('ifExists', IF_EXISTS, 'reuse'),
    check: reader.choice('check', CHECKS, 'false'),
  }));
}
