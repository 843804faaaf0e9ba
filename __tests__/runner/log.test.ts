import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { readLog, type WorkflowCommand } from '../../simulator/workflow-commands.ts';
import { actionsLog, type Log } from '../../src/runner/log.ts';
import { hostileText } from '../text/hostile.ts';

const RUNS = { numRuns: 2000 };
const SECRET = 'SECRET-KEY-0123456789';

let written = '';

beforeEach(() => {
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What the runner acts on and shows of what a log writes. */
function runnerOf(write: (log: Log) => void) {
  written = '';
  write(actionsLog((text) => text.replaceAll(SECRET, '***')));
  return { ...readLog(written, true), written };
}

const commandOf = ({ command, properties }: WorkflowCommand) => ({
  command,
  properties: Object.keys(properties),
});

/** One call of the log, and the commands that it means. */
const call = fc.oneof(
  hostileText.map((text) => ({ means: [], write: (log: Log) => log.info(text) })),
  hostileText.map((text) => ({ means: ['debug'], write: (log: Log) => log.debug(text) })),
  hostileText.map((text) => ({ means: ['warning'], write: (log: Log) => log.warning(text) })),
  fc
    .tuple(hostileText, hostileText)
    .map(([title, text]) => ({ means: ['error'], write: (log: Log) => log.error(title, text) })),
  fc.tuple(hostileText, fc.array(hostileText, { maxLength: 5 })).map(([title, lines]) => ({
    means: ['group', 'stop-commands', 'endgroup'],
    write: (log: Log) => log.group(title, lines),
  })),
);

describe('the log', () => {
  it('makes the runner do what it means itself, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(call, { minLength: 1, maxLength: 6 }), (calls) => {
        const { commands } = runnerOf((log) => {
          for (const { write } of calls) write(log);
        });
        expect(commands.map(({ command }) => command)).toEqual(calls.flatMap(({ means }) => means));
      }),
      RUNS,
    );
  });

  it('gives annotations no property but a title', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (title, text) => {
        const { commands } = runnerOf((log) => {
          log.error(`title ${title}`, text);
          log.warning(text);
        });
        expect(commands.map(commandOf)).toEqual([
          { command: 'error', properties: ['title'] },
          { command: 'warning', properties: [] },
        ]);
      }),
      RUNS,
    );
  });

  it('shows one line for each line of a group', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { maxLength: 8 }), (lines) => {
        const { visible } = runnerOf((log) => log.group('Console log', lines));
        // The title, and the two lines around what is shown.
        expect(visible).toHaveLength(lines.length + 3);
      }),
      RUNS,
    );
  });

  it('cannot be made to end its stop-commands early: the token is new each time', () => {
    const tokens = [1, 2].map(() => {
      const { commands } = runnerOf((log) => log.group('a', ['::TOKEN::', '::error::x']));
      return commands.find(({ command }) => command === 'stop-commands')?.value;
    });
    expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(tokens[0]).not.toBe(tokens[1]);
  });

  it('keeps annotations to what the runner keeps', () => {
    const { commands } = runnerOf((log) => log.error('title', '👩‍💻👩‍💻 '.repeat(3000)));
    expect(commands[0]?.value).toBe(`${'👩‍💻👩‍💻 '.repeat(372).trim()}…`);
  });

  it('hides keys everywhere', () => {
    const { written: text } = runnerOf((log) => {
      const line = `key ${SECRET}.`;
      log.info(line);
      log.debug(line);
      log.warning(line);
      log.error(line, line);
      log.group(line, [line]);
    });
    expect(text).not.toContain(SECRET);
    expect(text.match(/key \*\*\*\./g)).toHaveLength(7);
  });
});
