/** The commands of the examples do what their recipes say. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { canRunCommands, commandOf, runCommand } from './workflow-command.ts';

const describeCommands = canRunCommands ? describe : describe.skip;

describeCommands('the step that gets a key pair', () => {
  const keys = { ACCESS_KEY: 'STORED-ACCESS-KEY', SECRET_KEY: 'stored secret key + "quotes"' };
  const response = '{"accessKey":"NEW-ACCESS","keySecret":"new-secret","expireTime":"2026-11-25T12:00:00Z"}';
  const getKeys = (text: string, curlExitCode = 0) =>
    runCommand(commandOf('examples/short-lived-keys.yml', 'run'), keys, {
      curl: `printf '%s\\n' "$@" > "$RECORD"; printf '%s' '${text}'; exit ${curlExitCode}`,
    });

  it('signs the request as every request of the API gateway is signed', () => {
    const sent = getKeys(response).record.split('\n');
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

describeCommands('the message to Slack', () => {
  const send = (variables: Record<'RESULT' | 'MESSAGE' | 'REASON', string>) =>
    runCommand(
      commandOf('examples/slack.yml', 'slack'),
      { ...variables, SLACK_WEBHOOK_URL: 'https://hooks.slack.example/x', RUN: 'https://github.com/o/r/1' },
      { curl: `if [[ "$*" == *"--json @- https://hooks.slack.example/x"* ]]; then cat > "$RECORD"; fi` },
    );

  it('holds result, message and reason as plain text, whatever is in them', () => {
    const { status, record } = send({
      RESULT: 'failure',
      MESSAGE: 'Execution "a" FAILED & ended',
      REASON: "ValueError: <!channel> 'x'",
    });
    expect(status).toBe(0);
    expect(JSON.parse(record)).toEqual({
      text:
        'Nightly: failure. Execution "a" FAILED &amp; ended\n' +
        "ValueError: &lt;!channel&gt; 'x'\nhttps://github.com/o/r/1",
    });
  });

  it('is sent without message and reason when the workflow job had no time to write them', () => {
    const { status, record } = send({ RESULT: 'cancelled', MESSAGE: '', REASON: '' });
    expect(status).toBe(0);
    expect(JSON.parse(record)).toEqual({ text: 'Nightly: cancelled. \n\nhttps://github.com/o/r/1' });
  });
});
