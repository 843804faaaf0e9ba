import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { actionsRunner, type Runner } from '../../src/runner/runner.ts';
import { addGiven, givenTexts } from '../../src/text/given-texts.ts';
import { markdownText } from '../../src/text/markdown.ts';

const SECRET = 'Secret_Key*0123|456~[7]';
const MIB = 1024 * 1024;
const FILES = { GITHUB_OUTPUT: 'output', GITHUB_STATE: 'state', GITHUB_STEP_SUMMARY: 'summary' } as const;

let folder = '';
let listening: readonly unknown[] = [];
let printed = '';
const before = { ...process.env };

const fileOf = (name: string) => join(folder, name);
const textOf = (name: string) => readFileSync(fileOf(name), 'utf8');

beforeEach(() => {
  listening = process.stdout.listeners('error');
  folder = mkdtempSync(join(tmpdir(), 'runner-'));
  for (const [variable, name] of Object.entries(FILES)) {
    process.env[variable] = fileOf(name);
    writeFileSync(fileOf(name), '');
  }
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  for (const stream of [process.stdout, process.stderr])
    for (const added of stream.listeners('error').slice(listening.length))
      stream.off('error', added as () => void);
  process.env = { ...before };
  rmSync(folder, { recursive: true });
});

/** A runner that knows a secret, and what was printed since then. */
function knowing(...secrets: string[]): { runner: Runner; printedSince: () => string } {
  const runner = actionsRunner();
  for (const secret of secrets) runner.mask(secret);
  const from = printed.length;
  return { runner, printedSince: () => printed.slice(from) };
}

/** Each way out of the process, and what is to be found there. */
const ways: [string, (runner: Runner, text: string) => void, (printedSince: () => string) => string][] = [
  ['the log', ({ log }, text) => log.info(text), (printedSince) => printedSince()],
  ['an error', ({ log }, text) => log.error(text, text), (printedSince) => printedSince()],
  ['a warning', ({ log }, text) => log.warning(text), (printedSince) => printedSince()],
  ['a group', ({ log }, text) => log.group(text, [text]), (printedSince) => printedSince()],
  ['an output', (runner, text) => runner.setOutput('name', text), () => textOf('output')],
  ['the state', (runner, text) => runner.saveState('name', text), () => textOf('state')],
  ['the summary', (runner, text) => runner.appendSummary(text), () => textOf('summary')],
];

describe('a secret', () => {
  it('is told to the runner', () => {
    knowing(SECRET);
    expect(printed).toContain('::add-mask::');
  });

  it.each(ways)('is taken out of %s', (_way, write, read) => {
    const { runner, printedSince } = knowing(SECRET, 'other');
    write(runner, `a ${SECRET} b ${SECRET}, other`);
    expect(read(printedSince)).toContain('a *** b ***, ***');
    expect(read(printedSince)).not.toContain(SECRET);
  });

  it.each(ways)('is taken out of %s as Markdown escapes it, too', (_way, write, read) => {
    const { runner, printedSince } = knowing(SECRET);
    const escaped = markdownText(`a ${SECRET} b`);
    expect(escaped).not.toContain(SECRET);
    write(runner, escaped);
    expect(read(printedSince)).toContain('a *** b');
    expect(read(printedSince)).not.toContain(markdownText(SECRET));
  });

  it.each(ways)('that was cut short is taken out of %s', (_way, write, read) => {
    const { runner, printedSince } = knowing(SECRET);
    const shown = [7, 10, SECRET.length - 1].map((length) => `${SECRET.slice(0, length)}…`);
    write(runner, `${shown.join(' ')} ${markdownText(`${SECRET.slice(0, 14)}…`)}`);
    expect(read(printedSince)).toContain('***… ***… ***… `***…`');
    expect(read(printedSince)).not.toContain(SECRET.slice(0, 7));
  });

  it.each(ways)('is taken out of %s as JSON escapes it', (_way, write, read) => {
    const secret = 'a"b\\c\td0123456789';
    const { runner, printedSince } = knowing(secret);
    write(runner, `x ${JSON.stringify({ key: secret })} y`);
    expect(read(printedSince)).toContain('x {"key":"***"} y');
  });

  it.each(ways)('is taken out of %s whole where it begins as another one', (_way, write, read) => {
    const { runner, printedSince } = knowing('KEY123', 'KEY123SUPERSECRETTAIL');
    write(runner, 'a KEY123SUPERSECRETTAIL b KEY123 c');
    expect(read(printedSince)).toContain('a *** b *** c');
    expect(read(printedSince)).not.toContain('TAIL');
  });

  it.each(ways.slice(0, 4))('is taken out of %s where escape sequences lie within', (_way, write, read) => {
    const { runner, printedSince } = knowing(SECRET);
    write(runner, `a ${SECRET.slice(0, 5)}\u001B[0m${SECRET.slice(5)} b`);
    expect(read(printedSince)).toContain('a *** b');
    expect(read(printedSince)).not.toContain(SECRET);
  });

  it('within a text that was given takes all of that out, which the runner may mask as a whole', () => {
    const { runner, printedSince } = knowing(SECRET);
    addGiven(`jdbc:x?key=${SECRET}&token=abcdefg`);
    runner.log.info(`a jdbc:x?key=${SECRET}&token=abcdefg b`);
    givenTexts.clear();
    expect(printedSince()).toBe('a *** b\n');
  });

  it('leaves all else as it is', () => {
    const { runner } = knowing(SECRET);
    runner.appendSummary('| a \\_ b | $& |');
    expect(textOf('summary')).toBe('| a \\_ b | $& |\n');
  });
});

describe('the summary', () => {
  it('is appended to what is there', () => {
    writeFileSync(fileOf('summary'), '# Of another step\n');
    const { runner } = knowing();
    runner.appendSummary('# One');
    runner.appendSummary('# Two');
    expect(textOf('summary')).toBe('# Of another step\n# One\n# Two\n');
  });

  it('of 1 MiB is whole', () => {
    knowing().runner.appendSummary('x'.repeat(MIB - 1));
    expect(textOf('summary')).toHaveLength(MIB);
  });

  it.each([0, 1, 1_000, MIB - 5_000])(
    'above 1 MiB is cut at a line, after %i bytes that are there',
    (present) => {
      writeFileSync(fileOf('summary'), '#'.repeat(present));
      const lines = Array.from({ length: 50_000 }, (_, index) => `| line ${index} 가나다 |`);
      knowing().runner.appendSummary(lines.join('\n'));
      const summary = textOf('summary');
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(MIB);
      expect(Buffer.byteLength(summary)).toBeGreaterThan(MIB - 200);
      expect(summary.startsWith('#'.repeat(present))).toBe(true);
      const [shown = '', note] = summary.slice(present).split('\n\n_');
      expect(note).toMatch(/^\(cut: .*1 MiB.*\)_\n$/);
      expect(shown.split('\n')).toEqual(lines.slice(0, shown.split('\n').length));
    },
  );

  it('without a single line that fits says only that it was cut', () => {
    knowing().runner.appendSummary('가'.repeat(MIB));
    expect(textOf('summary').trim()).toMatch(/^_\(cut: .*\)_$/);
  });

  it('with no room left stays within 1 MiB, and what is there stays', () => {
    writeFileSync(fileOf('summary'), '#'.repeat(MIB - 3));
    knowing().runner.appendSummary('x'.repeat(500));
    expect(textOf('summary').startsWith('#'.repeat(MIB - 3))).toBe(true);
    expect(textOf('summary').length).toBeLessThanOrEqual(MIB);
  });
});

describe('a file that is not there', () => {
  const writeAll = (runner: Runner) => {
    runner.setOutput('name', 'value');
    runner.saveState('name', 'value');
    runner.appendSummary('text');
  };

  it('costs one warning, not the step', () => {
    for (const [variable, name] of Object.entries(FILES)) process.env[variable] = fileOf(`missing/${name}`);
    const { runner, printedSince } = knowing();
    expect(() => writeAll(runner)).not.toThrow();
    expect(
      printedSince().match(
        /^::warning::GITHUB_OUTPUT could not be written: .*\. Outputs of this step may be missing\.$/gm,
      ),
    ).toHaveLength(1);
    expect(printedSince()).not.toMatch(/^::error/m);
  });

  it('since the runner names none costs nothing', () => {
    for (const variable of Object.keys(FILES)) delete process.env[variable];
    const { runner, printedSince } = knowing(SECRET);
    expect(() => writeAll(runner)).not.toThrow();
    runner.setOutput('key', SECRET);
    expect(printedSince()).not.toContain(SECRET);
    expect(runner.state('never saved')).toBe('');
  });
});

describe('an input', () => {
  it('is its text without white space around it, and empty when it is not given', () => {
    process.env['INPUT_JOBID'] = ' job1\n';
    expect([actionsRunner().input('jobId'), actionsRunner().input('wait')]).toEqual(['job1', '']);
  });

  it('that is a block has all its white space', () => {
    process.env['INPUT_PARAMETERS'] = '  a: 1\n  b: 2\n';
    expect([actionsRunner().block('parameters'), actionsRunner().block('wait')]).toEqual([
      '  a: 1\n  b: 2\n',
      '',
    ]);
  });

  it('that is suspicious is one warning annotation', () => {
    const { runner, printedSince } = knowing();
    runner.warn('parameters: day has no value');
    expect(printedSince()).toBe('::warning::parameters: day has no value\n');
  });
});
