import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { actionFolders } from '../../scripts/workflow-sources.ts';
import { ROOT, read } from './pages.ts';

describe('the tables of inputs and outputs', () => {
  it('are what the action.yml files say, and each has a Korean description', () => {
    const compare = () =>
      execFileSync(process.execPath, [join(ROOT, 'scripts/tables.ts')], { stdio: 'pipe' });
    expect(compare).not.toThrow();
  });

  it.each(['README.md', 'README.ko.md'])('are all in %s', (page) => {
    const markers = actionFolders(ROOT)
      .map((folder) => (folder === '.' ? 'action.yml' : `${folder}/action.yml`))
      .flatMap((file) => [`<!-- inputs:${file} -->`, `<!-- outputs:${file} -->`]);
    expect(markers).toHaveLength(8);
    for (const marker of markers) expect(read(page).split(marker)).toHaveLength(2);
  });
});
