/** Runs commands of the examples as a runner runs them, with a `curl` that records what it was given. */
import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { read } from './pages.ts';

const isAvailable = (tool: string) => spawnSync('bash', ['-c', `command -v ${tool}`]).status === 0;
/** Other systems than Linux, on which the examples run, have another `date`. */
const canRun = process.platform === 'linux' && ['openssl', 'jq'].every(isAvailable);

const folder = mkdtempSync(join(tmpdir(), 'example-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The first command of a workflow job. */
function commandOf(file: string, job: string): string {
  const { jobs } = parse(read(`examples/${file}`)) as {
    jobs: Record<string, { steps: { run?: string }[] }>;
  };
  const command = jobs[job]?.steps.find(({ run }) => run !== undefined)?.run;
  if (command === undefined) throw new Error(`${file} has no command in ${job}`);
  return command;
}

/** Runs a command with these variables; `curl` prints the response and ends with the code. */
function run(command: string, variables: Record<string, string>, response = '', curlExitCode = 0) {
  const path = (name: string) => join(folder, name);
  writeFileSync(path('response'), response);
  writeFileSync(path('output'), '');
  writeFileSync(
    path('curl'),
    `#!/bin/bash
printf '%s\\n' "$@" > '${path('arguments')}'
if [[ "$*" == *"--json @-"* ]]; then cat > '${path('body')}'; fi
cat '${path('response')}'
exit ${curlExitCode}
`,
  );
  chmodSync(path('curl'), 0o755);
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', command], {
    encoding: 'utf8',
    env: {
      ...process.env,
      ...variables,
      PATH: `${folder}${delimiter}${process.env['PATH']}`,
      GITHUB_OUTPUT: path('output'),
    },
  });
  return {
    status,
    stdout,
    log: stdout + stderr,
    outputs: readFileSync(path('output'), 'utf8'),
    sent: readFileSync(path('arguments'), 'utf8').split('\n'),
  };
}

(canRun ? describe : describe.skip)('the step that gets a key pair', () => {
  const keys = { ACCESS_KEY: 'STORED-ACCESS-KEY', SECRET_KEY: 'stored secret key + "quotes"' };
  const response = '{"accessKey":"NEW-ACCESS","keySecret":"new-secret","expireTime":"2026-11-25T12:00:00Z"}';
  const getKeys = (text: string, curlExitCode = 0) =>
    run(commandOf('short-lived-keys.yml', 'run'), keys, text, curlExitCode);

  it('signs the request as every request of the API gateway is signed', () => {
    const { sent } = getKeys(response);
    const header = (name: string) =>
      sent.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    const time = header('x-ncp-apigw-timestamp') ?? '';
    expect(Math.abs(Number(time) - Date.now())).toBeLessThan(60_000);
    const signed = `POST /api/v1/credentials\n${time}\n${keys.ACCESS_KEY}`;
    expect(header('x-ncp-apigw-signature-v2')).toBe(
      createHmac('sha256', keys.SECRET_KEY).update(signed).digest('base64'),
    );
    expect(header('x-ncp-iam-access-key')).toBe(keys.ACCESS_KEY);
    expect(sent).toContain('https://sts.apigw.ntruss.com/api/v1/credentials');
    expect(sent).toContain('{"durationSec": 7200}');
  });

  it('masks both keys and passes them on', () => {
    const { status, stdout, outputs } = getKeys(response);
    expect(status).toBe(0);
    expect(stdout).toBe('::add-mask::NEW-ACCESS\n::add-mask::new-secret\n');
    expect(outputs).toBe('accessKey=NEW-ACCESS\nsecretKey=new-secret\n');
  });

  it.each([
    ['the service refuses', '', 22],
    ['a key is missing in the response', '{"accessKey":"NEW-ACCESS"}', 0],
    ['the response is no JSON', '<html>', 0],
  ])('fails, without keys in log or outputs, when %s', (_what, text, curlExitCode) => {
    const { status, log, outputs } = getKeys(text, curlExitCode);
    expect(status).not.toBe(0);
    expect(outputs).toBe('');
    expect(log).not.toContain('NEW-ACCESS');
  });
});

(canRun ? describe : describe.skip)('the message to Slack', () => {
  it('holds result, message and reason as plain text, whatever is in them', () => {
    const { status, sent } = run(commandOf('slack.yml', 'slack'), {
      SLACK_WEBHOOK_URL: 'https://hooks.slack.example/x',
      RESULT: 'failure',
      MESSAGE: 'Execution "a" FAILED & ended',
      REASON: "ValueError: <!channel> 'x'",
      RUN: 'https://github.com/o/r/actions/runs/1',
    });
    expect(status).toBe(0);
    expect(sent).toContain('https://hooks.slack.example/x');
    expect(JSON.parse(readFileSync(join(folder, 'body'), 'utf8'))).toEqual({
      text:
        'Nightly: failure. Execution "a" FAILED &amp; ended\n' +
        "ValueError: &lt;!channel&gt; 'x'\nhttps://github.com/o/r/actions/runs/1",
    });
  });

  it('is sent without message and reason when the workflow job had no time to write them', () => {
    const { status } = run(commandOf('slack.yml', 'slack'), {
      SLACK_WEBHOOK_URL: 'https://hooks.slack.example/x',
      RESULT: 'cancelled',
      MESSAGE: '',
      REASON: '',
      RUN: 'https://github.com/o/r/actions/runs/2',
    });
    expect(status).toBe(0);
    const { text } = JSON.parse(readFileSync(join(folder, 'body'), 'utf8')) as { text: string };
    expect(text).toMatch(/^Nightly: cancelled\..*runs\/2$/s);
  });
});
