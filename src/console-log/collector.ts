import { plainLine } from '../text/plain.ts';

const TRACEBACK = 'Traceback (most recent call last):';
/** Times and a level without a logger: no logger of Python writes the first line of a traceback so. */
const PREFIX =
  /^\[?\d[\d\-/.:,+TZ ]{7,80}(?:std(?:out|err) [FP] )?[\d\-/.:,TZ ]{0,40}[\s[\]|-]{0,9}(?:INFO|ERROR)[\s:\]|-]{1,9}$/;

/**
 * The lines without the time and the level that a collector writes in front of every one. It is known by the first
 * line of a traceback, which has no level of its own.
 */
export function withoutCollector(lines: readonly string[]): readonly string[] {
  const prefixes = lines.filter((line) => line.includes(TRACEBACK)).map(prefixOf);
  const first = prefixes.find((prefix) => PREFIX.test(prefix));
  if (first === undefined) return lines;
  const sameShape = first
    .split(/\d+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('\\d+');
  const prefix = new RegExp(`^${sameShape}`);
  return lines.map((line) => plainLine(line).replace(prefix, ''));
}

function prefixOf(line: string): string {
  const plain = plainLine(line);
  return plain.slice(0, Math.max(plain.indexOf(TRACEBACK), 0));
}
