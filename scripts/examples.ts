/**
 * Puts the workflows of `examples/` into the pages that show them.
 *
 *     node scripts/examples.ts [--write]
 *
 * Without --write it only compares, and ends with 1 when a block is not what the file says.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withExamples } from './example-blocks.ts';
import { makePage } from './made-page.ts';

const root = join(import.meta.dirname, '..');

for (const page of globSync(['*.md', 'docs/*.md'], { cwd: root }).sort()) {
  const now = readFileSync(join(root, page), 'utf8');
  const wanted = withExamples(now, (file) => readFileSync(join(root, 'examples', file), 'utf8'));
  makePage(root, page, wanted, 'examples');
}
