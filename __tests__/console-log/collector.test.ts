import { describe, expect, it } from '@jest/globals';
import { withoutCollector } from '../../src/console-log/collector.ts';

const TRACEBACK = [
  'Traceback (most recent call last):',
  '  File "a.py", line 1, in <module>',
  'ValueError: x',
];

describe('what a collector writes in front of every line', () => {
  it.each([
    '2025-03-21 11:12:56,1%d INFO ',
    '[2025-03-21T11:12:5%d.1Z] ERROR: ',
    '2025-03-21 11:12:5%d stderr F INFO ',
  ])('is left out: %s', (prefix) => {
    const lines = TRACEBACK.map((line, index) => prefix.replace('%d', `${index}`) + line);
    expect(withoutCollector(lines)).toEqual(TRACEBACK);
  });

  it('stays in front of lines that begin otherwise', () => {
    const lines = [
      '2025-03-21 11:12:56 INFO Traceback (most recent call last):',
      '2025-03-21 11:12:56 WARN x',
    ];
    expect(withoutCollector(lines)[1]).toBe(lines[1]);
  });

  it.each([
    '2025-03-21 11:12:56 ERROR etl: ',
    'ERROR:root:',
    '2025-03-21 11:12:56 WARN ',
    '2025-03-21 11:12:56 ',
    '',
  ])('is not what a logger writes: %j', (prefix) => {
    const lines = TRACEBACK.map((line) => prefix + line);
    expect(withoutCollector(lines)).toEqual(lines);
  });
});
