import { objectTarget } from '../object-storage/object-storage.ts';
import type { JsonObject } from '../text/json.ts';
import type { DateAndNext } from '../time/date-list.ts';
import { holdsPlaceholder, placeholderProblems, replaced } from '../time/date-placeholders.ts';
import { readDates } from './backfill-dates.ts';
import { readJobCondition, readParameters } from './job-condition.ts';
import { type ManyExecutionsConfig, readManyExecutions } from './many-executions.ts';
import { type InputReader, type InputSource, readInputs } from './reader.ts';

const PATH_FORM = 'the path of an object with {date} in it, such as bucket/out/dt={date}/_SUCCESS';
/** Any date shows what a path becomes. */
const SAMPLE: DateAndNext = { date: { ms: 0, hasHour: false }, next: { ms: 86_400_000, hasHour: false } };

/** The inputs of backfill, checked. */
export interface BackfillConfig extends ManyExecutionsConfig {
  readonly jobId: string;
  readonly jobCondition: JsonObject;
  /** With placeholders: `withDates` makes those of one date. */
  readonly parameters: JsonObject;
  /** Each once, in the order to run them in; at least one. */
  readonly dates: readonly DateAndNext[];
  /** With placeholders: `replaced` makes the path of one date. */
  readonly skipIfExists: string | undefined;
}

/**
 * Reads the inputs of backfill/action.yml.
 * @throws InputError with every problem; nothing has been sent then
 */
export function readBackfillConfig(source: InputSource): Promise<BackfillConfig> {
  return readInputs(source, async (reader) => {
    const shared = readManyExecutions(reader, { maxParallel: 1 });
    const jobId = reader.requiredId('jobId', 'the id of the job to run');
    const jobCondition = await readJobCondition(reader);
    const parameters = await readTemplate(reader);
    const skipIfExists = readMarkerPath(reader);
    const dates = await readDates(reader, holdsPlaceholder([parameters, skipIfExists], 'next'));
    return { ...shared, jobId, jobCondition, parameters, skipIfExists, dates };
  });
}

async function readTemplate(reader: InputReader): Promise<JsonObject> {
  const rule = 'a YAML or JSON mapping, with "{date}" in its values';
  const text = reader.required('parameters', rule);
  const parameters = (await readParameters(reader)) ?? {};
  if (/^\{\s*\}$/.test(text)) reader.wrong('parameters', text, rule);
  for (const problem of placeholderProblems(parameters)) reader.problem(`parameters: ${problem}`);
  if (!holdsPlaceholder(parameters, 'date') && !holdsPlaceholder(parameters, 'next'))
    reader.source.warn(
      'parameters: no value holds {date} or {next}; every execution gets the same parameters.',
    );
  return parameters;
}

function readMarkerPath(reader: InputReader): string | undefined {
  const path = reader.text('skipIfExists');
  if (path === undefined) return undefined;
  const problems = placeholderProblems(path);
  for (const problem of problems) reader.problem(`skipIfExists: ${problem}`);
  if (problems.length === 0 && !(holdsPlaceholder(path, 'date') && isObjectPath(replaced(path, SAMPLE))))
    reader.wrong('skipIfExists', path, PATH_FORM);
  return path;
}

/** Whether it is `bucket/key`: no address, and nothing that means another object on the way. */
function isObjectPath(path: string): boolean {
  return !/^[^/]*:/.test(path) && objectTarget(path) !== undefined;
}
