import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { archiveOfWorkingTree } from '../../scripts/archive.ts';
import { runStep } from '../../simulator/github-runner.ts';
import { startSimulator } from '../../simulator/simulator.ts';
import { JOB_ID, QUICK, ROOT, stepOptions } from './step.ts';

const LARGEST_BYTES = 600_000;
const ACTIONS = ['.', 'create-job', 'configure-job', 'get-job', 'backfill', 'run-jobs'];

describe('the archive that a runner downloads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'downloaded-'));
  const action = join(folder, 'data-flow-action');
  let bytes = 0;

  beforeAll(() => {
    const archive = archiveOfWorkingTree();
    bytes = archive.length;
    writeFileSync(join(folder, 'archive.tar.gz'), archive);
    execFileSync('tar', ['-xzf', 'archive.tar.gz'], { cwd: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what is run and what is read first, and nothing else', () => {
    expect(readdirSync(action).sort()).toEqual(
      [...ACTIONS.slice(1), 'LICENSE', 'README.md', 'action.yml', 'dist'].sort(),
    );
    for (const subAction of ACTIONS.slice(1))
      expect(readdirSync(join(action, subAction))).toEqual(['action.yml']);
  });

  it('is under 600 kB', () => {
    expect(bytes).toBeLessThan(LARGEST_BYTES);
  });

  it.each(ACTIONS)('has the programs that %s/action.yml names', (name) => {
    const { runs } = parse(readFileSync(join(action, name, 'action.yml'), 'utf8'));
    for (const program of [runs.main, runs.post].filter(Boolean))
      expect(readFileSync(join(action, name, program), 'utf8')).toContain("from './index.js'");
  });

  it('has the licence of every package in the bundle', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const licences = readFileSync(join(action, 'dist/licenses.txt'), 'utf8');
    const bundle = readdirSync(join(action, 'dist'))
      .map((name) => readFileSync(join(action, 'dist', name), 'utf8'))
      .join('\n');
    const bundled = Object.keys(dependencies).filter((name) => bundle.includes(`node_modules/${name}/`));
    expect(bundled).toContain('valibot');
    expect(bundled).toEqual(expect.arrayContaining(['undici', '@actions/core', '@actions/github']));
    for (const name of bundled) expect(licences.split('\n')).toContain(name);
  });

  it.each([
    'undici/lib/dispatcher/proxy-agent.js',
    'undici/lib/dispatcher/env-http-proxy-agent.js',
    'undici/lib/api/api-connect.js',
    'undici/lib/api/index.js',
    '@actions/core/lib/command.js',
    '@actions/github/lib/context.js',
  ])('has the code of %s as it was published', (file) => {
    const published = readFileSync(join(ROOT, 'node_modules', file), 'utf8').split('\n');
    const bundle = readFileSync(join(action, 'dist/index.js'), 'utf8');
    // The bundler writes imports and exports anew.
    const own = published.filter((line) => !/require\(|^import |^export |^\/\/#|^'use strict'/.test(line));
    const isRewritten = (line: string) =>
      /\b(?:os\.|process\.env|existsSync|readFileSync|toCommandValue|EOL)/.test(line);
    const missing = own.filter(
      (line) => line.trim() !== '' && !isRewritten(line) && !bundle.includes(line.trim()),
    );
    expect(missing).toEqual([]);
  });

  it('runs a job, and cleans up after it', async () => {
    await using simulator = await startSimulator(QUICK);
    const options = { ...stepOptions(simulator, { parameters: 'date: 2024-02-29' }), action };
    const step = await runStep(options);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(await runStep({ ...options, entry: 'post', state: step.state })).toMatchObject({ exitCode: 0 });
  });

  it('reads a job by its sub-action', async () => {
    await using simulator = await startSimulator();
    const { accessKey, secretKey, url: apiUrl } = simulator;
    const given = { accessKey, secretKey, apiUrl, jobId: JOB_ID };
    const step = await runStep({ action: join(action, 'get-job'), with: given });
    expect(step).toMatchObject({ exitCode: 0, outputs: { name: 'job001' } });
  });
});
