import { readFileSync } from 'node:fs';

/** One example of the API documentation; masked ids are filled in with ids of the same form. */
// biome-ignore lint/suspicious/noExplicitAny: examples are checked field by field by expectations
export function documented(name: string): any {
  return JSON.parse(readFileSync(new URL(`documented/${name}.json`, import.meta.url), 'utf8'));
}

/** The same structure with each value replaced by the name of its type. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
