import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

it('docs/troubleshooting.md holds the texts that the action prints', () => {
  const script = join(import.meta.dirname, '../../scripts/troubleshooting.ts');
  expect(() => execFileSync(process.execPath, [script], { stdio: 'pipe' })).not.toThrow();
});
