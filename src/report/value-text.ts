import { type Json, stringifyJson } from '../text/json.ts';

/** The value of an option as text: whole, or not at all, since the runner masks no part of a secret. */
export function valueText(value: Json, longest: number): string {
  const text = typeof value === 'string' ? value : stringifyJson(value);
  return text.length <= longest ? text : `(${text.length} characters, not shown)`;
}
