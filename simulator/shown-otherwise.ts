import { isJsonObject, type JsonObject } from './response.ts';

/** What a service can show otherwise than it was sent; each is for the setting `shows`. */
export type Shows = (entry: JsonObject) => JsonObject;

/** Shows a number of jobCondition as at most so much: numWorker 12 becomes 10. */
export function clamped(field: string, most: number): Shows {
  return withCondition((condition) =>
    Number(condition[field]) > most ? { ...condition, [field]: most } : condition,
  );
}

/** Shows fields of jobCondition that were not sent, or other values in place of those sent. */
export function conditionWith(fields: JsonObject): Shows {
  return withCondition((condition) => ({ ...condition, ...fields }));
}

/** Shows `True` and `False` for the parameters true and false, as Python writes them. */
export const pythonBooleans: Shows = (entry) => {
  const written = (value: unknown): unknown =>
    value === true || value === 'true' ? 'True' : value === false || value === 'false' ? 'False' : value;
  return withParameters(entry, (parameters) =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, written(value)])),
  );
};

/** Shows parameters that were not sent; an empty list stays one. */
export function parametersWith(added: JsonObject): Shows {
  return (entry) => withParameters(entry, (parameters) => ({ ...parameters, ...added }));
}

/** Shows a triggerId of the service's own where none was sent. */
export function ownTrigger(triggerId: string): Shows {
  return (entry) => ({ triggerId, ...entry });
}

/** Shows RUNNING_10, RUNNING_20 and so on for RUNNING: another status at each request. */
export function countingStatus(): Shows {
  let percent = 0;
  return (entry) => {
    if (entry['status'] !== 'RUNNING') return entry;
    percent += 10;
    return { ...entry, status: `RUNNING_${percent}` };
  };
}

/** Shows these fields and no others: for lists that are long. */
export function onlyFields(...fields: readonly string[]): Shows {
  return (entry) => Object.fromEntries(fields.map((field) => [field, entry[field]]));
}

/** Shows all that these show, one after the other. */
export function allOf(...shows: readonly Shows[]): Shows {
  return (entry) => shows.reduce((shown, each) => each(shown), entry);
}

function withCondition(change: (condition: JsonObject) => JsonObject): Shows {
  return (entry) => {
    const condition = entry['jobCondition'];
    return isJsonObject(condition) ? { ...entry, jobCondition: change(condition) } : entry;
  };
}

function withParameters(entry: JsonObject, change: (parameters: JsonObject) => JsonObject): JsonObject {
  const parameters = entry['parsedParameters'];
  return isJsonObject(parameters) ? { ...entry, parsedParameters: change(parameters) } : entry;
}
