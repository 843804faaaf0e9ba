import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage sooner, for a program that reads long lists for hours. By default the heap grows to several
 * times of what is in use: with 1,000 dates, 50 at a time, a step had 243 MB, and has 116 MB with this.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}
