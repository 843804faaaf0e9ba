import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runPost, runStep, type StepOptions, startStep } from '../../simulator/github-runner.ts';

const action = join(import.meta.dirname, 'fixture-action');

/** A step that runs this JavaScript. */
function step(code: string, options: Partial<StepOptions> = {}): StepOptions {
  return { action, ...options, with: { do: code, ...options.with } };
}

/** What the step finds in its environment. */
async function environment(options: Partial<StepOptions> = {}): Promise<Record<string, string>> {
  const { stdout } = await runStep(step('console.log(JSON.stringify(process.env))', options));
  return JSON.parse(stdout);
}

describe('inputs', () => {
  it.concurrent('have upper-case names, with _ for spaces and nothing else changed', async () => {
    const found = await environment({ with: { 'two words': '1', 'a-b.c': '2' } });
    expect(found).toMatchObject({ INPUT_TWO_WORDS: '1', 'INPUT_A-B.C': '2' });
  });

  it.concurrent('have the default of action.yml when they are absent', async () => {
    expect(await environment()).toMatchObject({ INPUT_TWO_WORDS: 'from action.yml', INPUT_NUMBER: '1.1' });
  });

  it.concurrent('without a default are empty when they are absent', async () => {
    expect(JSON.parse((await runPost({ action }, await runStep({ action }))).stdout)).toHaveProperty(
      'INPUT_DO',
      '',
    );
  });

  it.concurrent('that are empty arrive empty', async () => {
    expect(await environment({ with: { 'two words': '' } })).toMatchObject({ INPUT_TWO_WORDS: '' });
  });

  it.concurrent('may be written in another case', async () => {
    expect(await environment({ with: { 'Two Words': '1' } })).toMatchObject({ INPUT_TWO_WORDS: '1' });
  });

  it.concurrent('have defaults from the context', async () => {
    expect(await environment()).toMatchObject({ INPUT_GITHUBTOKEN: '', INPUT_PLACE: 'octo-org/octo-repo@1' });
    const given = { token: 'ghs_1', githubContext: { GITHUB_RUN_ATTEMPT: '2' } };
    expect(await environment(given)).toMatchObject({
      INPUT_GITHUBTOKEN: 'ghs_1',
      INPUT_PLACE: 'octo-org/octo-repo@2',
    });
  });

  it.concurrent('have the index of the matrix leg, 0 without a matrix', async () => {
    expect(await environment()).toMatchObject({ INPUT_LEG: '0' });
    expect(await environment({ strategy: { 'job-index': '3' } })).toMatchObject({ INPUT_LEG: '3' });
  });
});

describe('the environment', () => {
  it.concurrent('is the one that the runner makes', async () => {
    const found = await environment({ env: { MINE: 'x' } });
    expect(found).toMatchObject({ GITHUB_ACTIONS: 'true', CI: 'true', MINE: 'x' });
    expect(found['GITHUB_API_URL']).toBe('http://127.0.0.1:9');
    expect(found).not.toHaveProperty('RUNNER_DEBUG');
    expect(found).not.toHaveProperty('GITHUB_TOKEN');
  });

  it.concurrent('has nothing of this process but PATH', async () => {
    const ours = /^(GITHUB_|RUNNER_|INPUT_|HOME$|CI$|PATH$|SystemRoot$|__CF)/;
    expect(Object.keys(await environment()).filter((name) => !ours.test(name))).toEqual([]);
  });

  it.concurrent('says that step debugging is on', async () => {
    expect(await environment({ debug: true })).toMatchObject({ RUNNER_DEBUG: '1' });
    const { log } = await runStep(step('console.log("::debug::x")', { debug: true }));
    expect(log).toBe('##[debug]x');
  });

  it.concurrent('names an event that can be read', async () => {
    const code = 'console.log(fs.readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"))';
    const { stdout } = await runStep(step(code));
    expect(JSON.parse(stdout)).toHaveProperty('repository.full_name', 'octo-org/octo-repo');
  });
});

describe('the process', () => {
  it.concurrent('runs in an empty workspace that is removed', async () => {
    const { stdout } = await runStep(
      step('fs.writeFileSync("x", ""); console.log(process.cwd(), fs.readdirSync("."))'),
    );
    expect(stdout).toMatch(/\[ 'x' \]/);
    const folder = stdout.split(' ', 1)[0] ?? '';
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(dirname(folder))).toBe(false);
  });

  it.concurrent('may be given a workspace', async () => {
    const workspace = mkdtempSync(join(tmpdir(), 'workspace-'));
    writeFileSync(join(workspace, 'job.yml'), 'name: x');
    const { stdout } = await runStep(step('console.log(fs.readFileSync("job.yml", "utf8"))', { workspace }));
    expect(stdout).toBe('name: x\n');
    expect(existsSync(join(workspace, 'job.yml'))).toBe(true);
    rmSync(workspace, { recursive: true });
  });

  it.concurrent('has no terminal and nothing to read', async () => {
    const code = 'console.log([process.stdout.isTTY, process.stderr.isTTY, fs.readFileSync(0).length])';
    expect((await runStep(step(code))).stdout).toBe('[ undefined, undefined, 0 ]\n');
  });

  it.concurrent('has an exit code', async () => {
    expect(await runStep(step('process.exitCode = 3'))).toMatchObject({ exitCode: 3, signal: null });
  });

  it('cannot be started without a program', () => {
    expect(() => startStep({ action: join(action, 'missing') })).toThrow('has no action.yml');
  });

  it.concurrent('is told that the Node program is not there', async () => {
    await expect(runStep(step('', { node: join(action, 'missing') }))).rejects.toThrow('ENOENT');
  });
});

describe('the log', () => {
  it.concurrent('has both streams line by line', async () => {
    const code = `
      process.stdout.write('half');
      setTimeout(() => process.stderr.write('::error::from stderr\\n'), 50);
      setTimeout(() => process.stdout.write(' a line\\nthe end'), 100);`;
    const result = await runStep(step(code));
    expect(result).toMatchObject({ stdout: 'half a line\nthe end', stderr: '::error::from stderr\n' });
    expect(result.log).toBe('Error: from stderr\nhalf a line\nthe end');
    expect(result.annotations).toEqual([{ level: 'error', message: 'from stderr' }]);
  });

  it.concurrent('hides what is masked, but not in what was written', async () => {
    const result = await runStep(step('console.log("::add-mask::s3cret\\nkey s3cret")'));
    expect(result.log).toBe('key ***');
    expect(result.written).toContain('key s3cret');
  });

  it.concurrent('keeps characters whole', async () => {
    const code =
      'const b = Buffer.from("가"); fs.writeSync(1, b, 0, 1); setTimeout(() => fs.writeSync(1, b, 1), 50)';
    expect((await runStep(step(code))).log).toBe('가');
  });
});

describe('outputs, state and summary', () => {
  it.concurrent('are read from the files', async () => {
    const code = `
      append('OUTPUT', 'a=1\\na=2\\nb<<END\\none\\ntwo\\nEND\\n');
      append('STATE', 'id=7\\n');
      append('STEP_SUMMARY', '# Title\\n');`;
    const result = await runStep(step(code));
    expect(result).toMatchObject({
      outputs: { a: '2', b: 'one\ntwo' },
      state: { id: '7' },
      summary: '# Title\n',
    });
    for (const part of ['b<<END', 'id=7', '# Title']) {
      expect(result.written).toContain(part);
    }
  });

  it.concurrent('are read when the step was killed', async () => {
    const code =
      'append("OUTPUT", "id=7\\n"); append("STATE", "id=8\\n"); process.kill(process.pid, "SIGKILL")';
    expect(await runStep(step(code))).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
      outputs: { id: '7' },
      state: { id: '8' },
    });
  });

  it.concurrent('can be read while the step runs', async () => {
    const running = startStep(
      step('append("OUTPUT", "id=7\\n"); console.log("ready"); setInterval(() => 0, 1000)'),
    );
    await running.waitForOutput('ready');
    expect([running.outputsSoFar(), running.stateSoFar()]).toEqual([{ id: '7' }, {}]);
    running.kill('SIGKILL');
    expect((await running.finished).signal).toBe('SIGKILL');
    expect(running.outputsSoFar()).toEqual({ id: '7' });
  });

  it.concurrent('fail the run when they cannot be read', async () => {
    await expect(runStep(step('append("OUTPUT", "a<<END\\n1\\n")'))).rejects.toThrow(
      'the runner cannot read',
    );
  });

  it.concurrent('come from the log when there are no files', async () => {
    const code = `
      console.log(Object.keys(process.env).filter((n) => /OUTPUT|STATE|SUMMARY/.test(n)).length);
      console.log('::set-output name=a::1%0A2');
      console.log('::save-state name=b::3');`;
    const result = await runStep(step(code, { files: false }));
    expect(result).toMatchObject({ log: '0', outputs: { a: '1\n2' }, state: { b: '3' }, summary: '' });
  });

  it.concurrent('lose a summary of more than 1 MiB', async () => {
    const long = await runStep(step('append("STEP_SUMMARY", "x".repeat(1024 * 1024 + 1))'));
    expect(long.summary).toBe('');
    expect(long.log).toMatch(/^Error: .*SUMMARY/);
    const longest = await runStep(step('append("STEP_SUMMARY", "x".repeat(1024 * 1024))'));
    expect(longest.summary).toHaveLength(1024 * 1024);
  });
});

describe('post', () => {
  it.concurrent('has the inputs and the state of main', async () => {
    const options = step('append("STATE", "jobId=7\\n")', { with: { 'two words': 'x' } });
    const post = await runPost(options, await runStep(options));
    expect(JSON.parse(post.stdout)).toMatchObject({ STATE_jobId: '7', INPUT_TWO_WORDS: 'x' });
  });
});

describe('a running step', () => {
  it.concurrent('is cancelled with SIGINT', async () => {
    const code = `
      process.once('SIGINT', () => { console.log('bye'); process.exit(0); });
      setInterval(() => 0, 1000);
      console.log('ready', process.pid);`;
    const running = startStep(step(code));
    await running.waitForOutput(/ready \d+/);
    expect(running.output()).toBe(`ready ${running.pid}\n`);
    running.cancel();
    const result = await running.finished;
    expect(result).toMatchObject({ exitCode: 0, signal: null });
    expect(result.log).toMatch(/bye$/);
    expect(result.durationMs).toBeLessThan(7_000);
  });

  it.concurrent('dies of SIGINT when it does not listen', async () => {
    const running = startStep(step('setInterval(() => 0, 1000); console.log("ready")'));
    await running.waitForOutput('ready');
    running.cancel();
    expect(await running.finished).toMatchObject({ exitCode: null, signal: 'SIGINT' });
  });

  it.concurrent('need not write what is waited for', async () => {
    const running = startStep(step('console.log("something else")'));
    await expect(running.waitForOutput('ready')).rejects.toThrow('something else');
    const silent = startStep(step('setInterval(() => 0, 1000)'));
    await expect(silent.waitForOutput('ready', 50)).rejects.toThrow('ready');
    silent.kill('SIGKILL');
    await silent.finished;
  });
});
