import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { needsGraph, timeChart } from '../../../src/report/plan/diagrams.ts';
import { aRow, hostileRows } from './any-rows.ts';

const bodyOf = (diagram: string) => {
  const lines = diagram.split('\n');
  expect(lines[0]).toBe('```mermaid');
  expect(lines.at(-1)).toBe('```');
  return lines.slice(1, -1);
};

describe('the graph of needs', () => {
  it('shows each run with its result, and an arrow for each need', () => {
    const rows = [aRow('load'), aRow('report: "daily"', { needs: ['load'], conclusion: 'not_started' })];
    expect(bodyOf(needsGraph(rows) ?? '').slice(0, 4)).toEqual([
      'graph LR',
      '  n0["load"]:::success',
      '  n1["report#58; #34;daily#34;<br/>not started"]:::none',
      '  n0 --> n1',
    ]);
  });

  it('has only nodes, arrows and classes, whatever the names are', () => {
    const line =
      /^ {2}(n\d+\["(?:[\p{L}\p{N} _.-]|#\d+;)+(?:<br\/>[a-z ]+)?"\]:::[a-z]+|n\d+ --> n\d+|classDef [a-z]+ [a-z0-9:,#]+)$/u;
    fc.assert(
      fc.property(hostileRows, (rows) => {
        const graph = needsGraph(rows);
        fc.pre(graph !== undefined);
        const [head, ...lines] = bodyOf(graph);
        expect(head).toBe('graph LR');
        for (const each of lines) expect(each).toMatch(line);
        expect(lines.filter((each) => each.includes('["'))).toHaveLength(rows.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('is left out where nothing needs anything', () =>
    expect(needsGraph([aRow('a'), aRow('b')])).toBeUndefined());

  it('is left out where it is too large to draw', () => {
    const chain = Array.from({ length: 101 }, (_, index) =>
      aRow(`n${index}`, { needs: index === 0 ? [] : [`n${index - 1}`] }),
    );
    expect(needsGraph(chain)).toBeUndefined();
    expect(needsGraph(chain.slice(0, 100))).toBeDefined();
  });

  it('has at most 45,000 characters', () => {
    const dense = Array.from({ length: 100 }, (_, index) =>
      aRow(`${index}${'"'.repeat(100)}`, {
        needs: index < 4 ? [] : [0, 1, 2, 3].map((n) => `${n}${'"'.repeat(100)}`),
      }),
    );
    expect((needsGraph(dense) ?? '').length).toBeLessThan(45_100);
  });
});

describe('the chart of times', () => {
  it('has a bar for each execution, from its start to its end', () => {
    const rows = [
      aRow('load'),
      aRow('a:b', { conclusion: 'failure', durationSeconds: 0 }),
      aRow('c', { startedAtMs: undefined }),
    ];
    expect(bodyOf(timeChart(rows) ?? '')).toEqual([
      'gantt',
      '  dateFormat X',
      '  axisFormat %H:%M',
      '  1 load :done, 1795568400, 1795568770',
      '  2 a b :crit, 1795568400, 1795568401',
    ]);
  });

  it('has only bars, whatever the names are', () => {
    fc.assert(
      fc.property(hostileRows, (rows) => {
        const chart = timeChart(rows);
        fc.pre(chart !== undefined);
        for (const each of bodyOf(chart).slice(3))
          expect(each).toMatch(/^ {2}\d+ [\p{L}\p{N} _.-]* :(done|crit), \d+, \d+$/u);
      }),
    );
  });

  it('is left out for one execution, and for more than 60', () => {
    expect(timeChart([aRow('a')])).toBeUndefined();
    expect(timeChart(Array.from({ length: 61 }, (_, index) => aRow(`${index}`)))).toBeUndefined();
    expect(timeChart(Array.from({ length: 60 }, (_, index) => aRow(`${index}`)))).toBeDefined();
  });
});
