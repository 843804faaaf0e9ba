import { describe, expect, it } from '@jest/globals';
import { startSimulator } from '../../simulator/simulator.ts';
import { errors, type Inputs, QUICK, run, started, warnings } from './step.ts';

describe('inputs', () => {
  it.concurrent('reports all problems together, before any request', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, {
      jobId: undefined,
      secretKey: ' ',
      jobCondition: 'numWorker: 11\ntimeout: 0',
      parameters: '- a list',
      wait: 'yes',
      pollInterval: '99ms',
      waitTimeout: 'soon',
      onTimeout: 'explode',
      apiUrl: 'http://example.com',
    });
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    const [message, ...others] = errors(step);
    expect(others).toEqual([]);
    const names = [
      'jobId',
      'secretKey',
      'jobCondition.numWorker',
      'jobCondition.timeout',
      'parameters',
      'wait',
    ];
    for (const name of [...names, 'pollInterval', 'waitTimeout', 'onTimeout', 'apiUrl']) {
      expect(message).toMatch(new RegExp(`\\) ${name}:`, 'm'));
    }
    expect(message).toContain('Cause: the inputs');
    expect(simulator.requests).toEqual([]);
  });

  it.concurrent('that are empty or blank count as not given', async () => {
    await using simulator = await startSimulator(QUICK);
    const names = [
      'jobCondition',
      'parameters',
      'triggerId',
      'workflowId',
      'jobExecutionId',
      'wait',
      'waitTimeout',
    ];
    const more = ['requestTimeout', 'onCancel', 'onTimeout', 'failOnError', 'summary', 'ifRunning'];
    const blank = Object.fromEntries(
      [...names, ...more].map((name, index) => [name, index % 2 ? '' : ' \n ']),
    );
    const step = await run(simulator, blank);
    expect(step).toMatchObject({ exitCode: 0, outputs: { conclusion: 'success' } });
    expect(step.summary).not.toBe('');
  });

  it.concurrent("takes the keys from the variables that NAVER's SDKs read", async () => {
    await using simulator = await startSimulator(QUICK);
    const env = { NCLOUD_ACCESS_KEY: simulator.accessKey, NCLOUD_SECRET_ACCESS_KEY: simulator.secretKey };
    const step = await run(simulator, { accessKey: '', secretKey: undefined }, { env });
    expect(step.exitCode).toBe(0);
  });

  it.concurrent('sends YAML parameters as exactly the text that was written', async () => {
    await using simulator = await startSimulator(QUICK);
    const parameters =
      'a: 1.10\nb: 00123\nc: 2025-03-21\nd: yes\ne: 12345678901234567890\nf: 0x1F\ng: ~\nh: "q"';
    await run(simulator, { parameters });
    expect(started(simulator)[0]?.parameters).toEqual({
      ...{ a: '1.10', b: '00123', c: '2025-03-21', d: 'yes', e: '12345678901234567890' },
      ...{ f: '0x1F', g: '~', h: 'q' },
    });
  });

  it.concurrent('keeps the types of JSON parameters, and every digit', async () => {
    await using simulator = await startSimulator(QUICK);
    await run(simulator, { parameters: '{"a": 1, "b": true, "c": "1", "d": 12345678901234567890}' });
    const sent = simulator.requests.find(({ operation }) => operation === 'executeJob');
    expect(sent?.body).toContain('"parameters":{"a":1,"b":true,"c":"1","d":12345678901234567890}');
  });

  it.concurrent.each([
    [{ 'dry-run': 'true' }, 'dry-run: there is no such input; did you mean dryRun?'],
    [{ waitTimout: '1s' }, 'waittimout: there is no such input; did you mean waitTimeout?'],
    [{ parameters: '$a: b\n$pw: !4wO8I' }, 'parameters: line 2: what begins with "!" is a tag in YAML'],
    [{ parameters: '{"a": 1, "a": 2}' }, 'parameters: line 1: a name occurs twice'],
  ])('%j are refused before any request', async (inputs: Inputs, problem) => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, inputs);
    expect(step).toMatchObject({ exitCode: 1, outputs: { conclusion: 'not_started' } });
    expect(errors(step)).toEqual([expect.stringContaining(problem)]);
    expect(simulator.requests).toEqual([]);
  });

  it.concurrent('that are suspicious are sent, with one warning each', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, {
      jobCondition: 'numworker: 4',
      parameters: '  $day: ""\n  $table: x',
    });
    expect(step.exitCode).toBe(0);
    expect(warnings(step)).toEqual([
      'jobCondition: numworker is sent as it is, but is not documented; did you mean numWorker?',
      'parameters: $day has no value; it is sent empty.',
    ]);
    expect(started(simulator)[0]?.parameters).toEqual({ $day: '', $table: 'x' });
  });

  it.concurrent('sends unknown keys of jobCondition as they are, and integers as integers', async () => {
    await using simulator = await startSimulator(QUICK);
    await run(simulator, { jobCondition: 'numWorker: "3"\nmaxRetries: 2\nparameters:\n  day: 01' });
    expect(started(simulator)[0]?.jobCondition).toMatchObject({
      numWorker: 3,
      maxRetries: 2,
      parameters: { day: '01' },
    });
  });

  it.concurrent('signs exactly what goes on the wire, whatever the ids hold', async () => {
    await using simulator = await startSimulator(QUICK);
    const step = await run(simulator, { triggerId: 'a b+&/한', workflowId: 'w=1?#%' });
    expect(step.exitCode).toBe(0);
    expect(started(simulator)[0]).toMatchObject({ triggerId: 'a b+&/한', workflowId: 'w=1?#%' });
  });
});
