import type { Check } from '../job/configure.ts';
import type { InputReader } from './reader.ts';

/** Reads the input `check` of create-job and configure-job; default: `false`. */
export function readCheck(reader: InputReader): Check {
  return reader.choice('check', ['false', 'true', 'report'], 'false');
}
