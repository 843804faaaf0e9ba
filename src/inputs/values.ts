import { type Json, stringifyJson } from '../text/json.ts';

/** The whole numbers that are allowed; both ends are in it. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
}

/** The form of an id, for error messages. */
export const ID_RULE = 'an id without white space, as the Data Flow console shows it';

/** Whether a text can be an id: it becomes a segment of a path. */
export function isId(text: string): boolean {
  return !/[\s\p{Cc}]/u.test(text) && text !== '.' && text !== '..';
}

/** The rule for a whole number, for error messages. */
export function wholeNumberRule({ minimum, maximum }: Range): string {
  return `a whole number from ${minimum} to ${maximum}`;
}

/** A value as it was written: text as it is, all else as JSON. */
export function written(value: Json): string {
  return typeof value === 'string' ? value : stringifyJson(value ?? null);
}
