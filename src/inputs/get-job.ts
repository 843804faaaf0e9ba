import { isDocumented } from '../dataflow/execution-facts.ts';
import type { GateOptions } from '../job/gate.ts';
import { type ConnectionConfig, readConnection } from './connection.ts';
import { type InputReader, type InputSource, readInputs } from './reader.ts';

/**
 * Reads the inputs of get-job/action.yml.
 * @throws InputError with every problem; nothing has been sent then
 */
export function readGetJobConfig(source: InputSource): Promise<ConnectionConfig & GateOptions> {
  return readInputs(source, (reader) => ({
    ...readConnection(reader),
    jobId: reader.requiredId('jobId', 'the id of the job to read'),
    requireLastStatus: readStatus(reader, 'requireLastStatus'),
    maxAgeMs: reader.durationMs('maxAge', 1),
    completedWithinMs: reader.durationMs('requireCompletedWithin', 1),
  }));
}

function readStatus(reader: InputReader, name: string): string | undefined {
  const text = reader.text(name);
  const status = text?.toUpperCase();
  if (status === undefined || isDocumented(status)) return status;
  reader.wrong(name, text, 'one of COMPLETED, FAILED, CANCELED, READY, RUNNING');
  return undefined;
}
