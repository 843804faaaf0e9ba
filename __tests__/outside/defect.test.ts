import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runStep } from '../../simulator/github-runner.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { errors, ROOT, stepOptions } from '../e2e/step.ts';

/** Loaded into the step before dist: an error such as a mistake in the code that connects would make. */
const BROKEN = "require('node:net').connect = () => { throw new TypeError('broken by the test'); };\n";

describe('a defect in the code that sends', () => {
  const folder = mkdtempSync(join(tmpdir(), 'defect-'));
  const preload = join(folder, 'broken.cjs');
  writeFileSync(preload, BROKEN);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.concurrent.each(['.', 'get-job'])('is one error of the action %s itself, at once', async (action) => {
    await using simulator = await startSimulator();
    const env = { NODE_OPTIONS: `--require ${preload}` };
    const step = await runStep({ ...stepOptions(simulator, {}, { env }), action: join(ROOT, action) });
    expect(step.exitCode).toBe(1);
    expect(errors(step)).toHaveLength(1);
    expect(errors(step)[0]).toMatch(/this action failed unexpectedly: TypeError: broken by the test/i);
    expect(step.log).not.toMatch(/could not reach|again in/);
  });
});
