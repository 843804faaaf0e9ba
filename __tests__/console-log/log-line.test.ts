import { describe, expect, it } from '@jest/globals';
import { logLines } from '../../src/console-log/log-line.ts';

describe('a line of a log', () => {
  it.each([
    [
      '25/03/21 11:12:56 INFO SparkContext: Starting job',
      'low',
      'SparkContext',
      'SparkContext: Starting job',
    ],
    [
      '2025-03-21 11:12:56,100 WARN  TaskSetManager:66 - Lost',
      'warning',
      'TaskSetManager',
      'TaskSetManager:66 - Lost',
    ],
    ['2025-03-21 11:12:56.1 ERROR [main] c.e.Job - no rows', 'error', 'c.e.Job', '[main] c.e.Job - no rows'],
    ['11:12:56.123 [main] ERROR c.e.Job - no rows', 'error', 'c.e.Job', 'c.e.Job - no rows'],
    ['2025-03-21 11:12:56,100 - load.sales - CRITICAL - no rows', 'error', 'load.sales', 'no rows'],
    ['[2025-03-21 11:12:56,100] {job.py:33} WARNING - slow', 'warning', '', 'slow'],
    ['2025-03-21T11:12:56.1Z stderr F 25/03/21 11:12:56 ERROR Main: x', 'error', 'Main', 'Main: x'],
    ['ERROR:root:no input', 'error', 'root', 'root:no input'],
    ['[ERROR] no input', 'error', '', 'no input'],
    ['심각: 입력 없음', 'error', '', '입력 없음'],
    ['KeyError: 1', undefined, '', 'KeyError: 1'],
    ['no ERROR here', undefined, '', 'no ERROR here'],
    ['2025-03-21 11:12:56 there was an ERROR', undefined, '', 'there was an ERROR'],
    ['\tat java.lang.Error.x', undefined, '', ' at java.lang.Error.x'],
  ])('%s: its level is %s, its logger %j', (line, level, logger, text) => {
    expect(logLines(line)).toEqual([{ level, logger, text }]);
  });

  it('in JSON is a line of its logger and the lines of its stack trace', () => {
    const record = { level: 'error', logger: 'job', message: 'failed: "x"', exc_info: 'Traceback\n  File' };
    const lines = [
      { level: 'error', logger: 'job', text: 'failed: "x"' },
      { level: undefined, logger: '', text: 'Traceback' },
      { level: undefined, logger: '', text: '  File' },
    ];
    expect(logLines(JSON.stringify(record))).toEqual(lines);
    expect(logLines(`${JSON.stringify(record).slice(0, -2)}…`).slice(0, 2)).toEqual(lines.slice(0, 2));
  });

  it('in JSON is none when it is data of the program', () => {
    expect(logLines('{"rows": 3, "message": "ERROR"}')).toEqual([]);
  });
});
