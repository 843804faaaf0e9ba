/**
 * Puts the workflows of `examples/` into the pages that show them.
 *
 *     node scripts/examples.ts [--write]
 *
 * Without --write it only compares, and ends with 1 when a block is not what the file says.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withExamples } from './example-blocks.ts';

const root = join(import.meta.dirname, '..');

for (const page of globSync(['*.md', 'docs/*.md'], { cwd: root }).sort()) {
  const now = readFileSync(join(root, page), 'utf8');
  const wanted = withExamples(now, (file) => readFileSync(join(root, 'examples', file), 'utf8'));
  if (now === wanted) continue;
  if (process.argv.includes('--write')) {
    writeFileSync(join(root, page), wanted);
    console.log(page);
  } else {
    console.error(`${page}: a block differs from its file in examples; run npm run examples.`);
    process.exitCode = 1;
  }
}
