import { describe, expect, it } from '@jest/globals';
import { onlyFields } from '../../simulator/shown-otherwise.ts';
import { serviceScene } from './service-scene.ts';
import { goodBody, jobPath, scene } from './signed-request.ts';

const execute = `POST ${jobPath}/executions`;

/** Seconds of this process's own work, whatever else the machine does. */
async function secondsOf(act: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

describe('the service under load', () => {
  it('shows 130,000 executions in one response', async () => {
    const pastExecutions = Array.from({ length: 130_000 }, () => ({
      startDate: '2025-01-01T00:00:00+09:00',
    }));
    const shows = onlyFields('jobExecutionId', 'status', 'createdDate');
    const s = serviceScene({ pastExecutions, shows });
    const seconds = await secondsOf(async () => {
      const { json, text } = await s.call(`GET ${jobPath}/executions?limit=200000`);
      expect(json.list).toHaveLength(130_000);
      expect(text.length).toBeLessThan(32 * 1024 * 1024);
    });
    expect(seconds).toBeLessThan(10);
  });

  it('processes 1,000 starts, 50 at a time, with a list of 1,000 after every 20', async () => {
    const s = serviceScene({ history: 1_000, plan: { readyMs: 0, runningMs: 50_000 } });
    const seconds = await secondsOf(async () => {
      for (let start = 0; start < 1_000; start += 1) {
        await s.call(execute, goodBody);
        s.pass(1_000);
        if (start % 20 === 0) await s.call(`GET ${jobPath}/executions?limit=1000`);
      }
    });
    const { executions } = s.service;
    expect(executions).toHaveLength(2_000);
    expect(executions.filter(({ status }) => status === 'RUNNING')).toHaveLength(49);
    expect(seconds).toBeLessThan(15);
  });

  it('gives its places to 1,000 executions that wait for one of 50', async () => {
    const options = { edition: '2026', overLimit: 'keep-ready', jobs: [{ maxConcurrentRuns: 50 }] } as const;
    const s = serviceScene({ ...options, plan: { readyMs: 0, runningMs: 10_000 } });
    const seconds = await secondsOf(async () => {
      for (let start = 0; start < 1_000; start += 1) await s.call(execute, {});
      for (let second = 0; second < 200; second += 5) {
        const active = s.service.executions.filter(({ status }) => status === 'RUNNING');
        expect(active).toHaveLength(50);
        s.pass(5_000);
      }
    });
    expect(s.service.executions.every(({ status }) => status === 'COMPLETED')).toBe(true);
    expect(seconds).toBeLessThan(15);
  });

  it('processes 200 starts over HTTP, 50 at a time', async () => {
    await using s = await scene({ history: 1_000 });
    for (let round = 0; round < 4; round += 1) {
      const responses = await Promise.all(Array.from({ length: 50 }, () => s.call(execute, goodBody)));
      expect(new Set(responses.map(({ json }) => json.jobExecutionId)).size).toBe(50);
    }
    expect(s.simulator.requestCount('executeJob')).toBe(200);
  });
});
