import { isJsonObject, type Json } from '../text/json.ts';

/**
 * What an error body says in one of its fields, as one text: text and numbers as they are; lists and mappings with each
 * entry, a problem of a field as `field: message`. NAVER's newer services name wrong fields in this way.
 * @returns an empty text for what says nothing
 */
export function problemText(value: Json): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(problemText).filter(Boolean).join('; ');
  if (!isJsonObject(value)) return '';
  const { field, message, ...others } = value;
  const named = typeof field === 'string' && message !== undefined;
  const entries = Object.entries(named ? { [field]: message, ...others } : value);
  return entries
    .map(([name, problem]) => [name, problemText(problem)])
    .filter(([, problem]) => problem !== '')
    .map(([name, problem]) => `${name}: ${problem}`)
    .join('; ');
}
