import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'reasons');

/** A file a kind of log: the rule, `Reason: ` with the line or `No reason.`, an empty line, the log. */
export const REASON_CASES = readdirSync(FOLDER).map((name) => {
  const [rule = '', expected = '', , ...lines] = readFileSync(join(FOLDER, name), 'utf8')
    .trimEnd()
    .split('\n');
  return { name: name.replace('.txt', ''), rule, expected, lines };
});
