import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { QUICK, run } from './step.ts';

const folder = mkdtempSync(join(tmpdir(), 'runner-files-'));
const directory = join(folder, 'directory');
mkdirSync(directory);

const FILES = ['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY'];
const PLACES: [string, string][] = [
  ['missing', join(folder, 'missing')],
  ['a directory', directory],
  ['on a full disk', '/dev/full'],
];
const all = Object.fromEntries(
  PLACES.map(([what, path]) => [what, Object.fromEntries(FILES.map((f) => [f, path]))]),
);

describe('a file of the runner that cannot be written', () => {
  it.concurrent.each(FILES.flatMap((file) => PLACES.map((place) => [file, ...place] as const)))(
    'causes one warning and the same result: %s is %s',
    async (file, _what, path) => {
      await using simulator = await startSimulator(QUICK);
      const step = await run(simulator, {}, { githubContext: { [file]: path } });
      expect([step.exitCode, step.signal]).toEqual([0, null]);
      expect(step.annotations).toEqual([
        { level: 'warning', message: expect.stringMatching(`^${file} could not be written: `) },
      ]);
      if (file !== 'GITHUB_OUTPUT') expect(step.outputs['conclusion']).toBe('success');
    },
  );

  it.concurrent.each(Object.entries(all))(
    'causes one warning in total when every file is %s',
    async (_what, files) => {
      await using simulator = await startSimulator(QUICK);
      const step = await run(simulator, {}, { githubContext: files });
      expect(step.exitCode).toBe(0);
      expect(step.annotations.map(({ level }) => level)).toEqual(['warning']);
    },
  );

  it.concurrent('causes no second error when the job fails', async () => {
    await using simulator = await startSimulator({ plan: { readyMs: 100, runningMs: 200, final: 'FAILED' } });
    const step = await run(simulator, {}, { githubContext: all['a directory'] ?? {} });
    expect(step.exitCode).toBe(1);
    expect(step.annotations.map(({ level }) => level).sort()).toEqual(['error', 'warning']);
  });
});
