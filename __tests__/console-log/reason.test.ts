import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reasonOf, surenessOfReason } from '../../src/console-log/reason.ts';
import { addGiven, givenTexts } from '../../src/text/given-texts.ts';
import { plainLine } from '../../src/text/plain.ts';
import { REASON_CASES } from './reasons.ts';

/** Pieces that mean something to the reader of reasons, and some that are made to slow it down. */
const PIECES = [
  ...new Set(REASON_CASES.flatMap(({ lines }) => lines)),
  ': org.apache.spark.SparkException: ',
  '{"level":"ERROR","message":"x',
  'a.'.repeat(2000),
  '#'.repeat(4000),
  '\u001b['.repeat(2000),
  `${'A'.repeat(4000)}!`,
  `${'a-'.repeat(30)} `.repeat(60),
  'exit '.repeat(800),
  '\\"'.repeat(2000),
  '[ '.repeat(2000),
  'job failed '.repeat(400),
  'x: line 1: '.repeat(400),
  `2025-03-21 11:12:56 ${'a.-'.repeat(36)} ERROR ${'x.'.repeat(1900)}`,
  `2025-03-21 11:12:56 ${'[a] '.repeat(25)}ERROR ${'[x] '.repeat(900)}`,
  `{"level":"ERROR","message":"${'\\\\"'.repeat(1900)}`,
  `${'%|'.repeat(1900)}`,
  `load: 5%|${'█'.repeat(180)}| 5/10 [${'['.repeat(900)}`,
  `[Stage 1:${'=> '.repeat(1200)}`,
  `2025-03-21 11:12:56 ${'1 - '.repeat(900)}INFO Traceback (most recent call last):`,
  `2025-03-21 11:12:56 INFO ${'Traceback (most recent call last):'.repeat(100)}`,
  `${'ㄱ.'.repeat(1900)}!`,
  `Error: LinkageError ${' main class a'.repeat(300)}`,
  `most recent failure: Lost task 1.1 in stage 1.1 (TID 1${'('.repeat(3900)}`,
];
/** What a log can hold before and after any end: nothing of it ended a program. */
const ENDS_NOTHING = [
  ['25/03/21 11:12:50 INFO SparkUI: Stopped Spark web UI at http://driver:4040'],
  [
    '25/03/21 11:12:52 WARN TaskSetManager: Lost task 0.0 in stage 1.0 (TID 1) (10.0.0.5 executor 1): java.io.IOException: reset',
    '\tat java.base/sun.nio.ch.SocketDispatcher.read0(Native Method)',
    'Caused by: java.net.SocketException: Connection reset',
    '\t... 9 more',
    '',
  ],
  [
    '25/03/21 11:12:52 WARN TaskSetManager: Lost task 0.0 in stage 1.0 (TID 1) (10.0.0.5 executor 1): org.apache.spark.api.python.PythonException: Traceback (most recent call last):',
    '  File "/opt/job.py", line 3, in divide',
    'FloatingPointError: in a task that was repeated',
    '',
    '\tat org.apache.spark.api.python.BasePythonRunner.handlePythonException(PythonRunner.scala:572)',
  ],
  [
    'Exception ignored in: <function JavaWrapper.__del__ at 0x7f1b2c3d4e50>',
    'Traceback (most recent call last):',
    '  File "/opt/wrapper.py", line 53, in __del__',
    "AttributeError: 'NoneType' object has no attribute '_gateway'",
  ],
  [
    '25/03/21 11:12:56 ERROR ShutdownHookManager: Exception while deleting Spark temp dir: /tmp/spark-1a2b',
    'java.nio.file.NoSuchFileException: /tmp/spark-1a2b/userFiles-9',
    '\tat java.base/sun.nio.fs.UnixException.translateToIOException(UnixException.java:92)',
    'Caused by: java.io.IOException: gone',
    '\t... 2 more',
  ],
  [
    '25/03/21 11:12:56 ERROR AsyncEventQueue: Dropping event from queue appStatus.',
    'java.lang.InterruptedException',
  ],
  [
    '25/03/21 11:12:53 ERROR OneForOneBlockFetcher: Failed while starting block fetches',
    'java.io.IOException: Connection from 10.0.0.5:7079 closed',
    '\tat org.apache.spark.network.client.TransportResponseHandler.channelInactive(TransportResponseHandler.java:146)',
  ],
  ['log4j:WARN No appenders could be found for logger (org.apache.spark.util.ShutdownHookManager).'],
  ['{"rows": 3, "error": "none"}'],
];
const line = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(fc.constantFrom(...PIECES), fc.string({ maxLength: 9 })).map((parts) => parts.join('')),
);
/** Of this process: other programs of the machine do not count. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
const log = fc.array(line, { maxLength: 40 });

describe('a reason', () => {
  it('is undefined or one line of at most 300 characters, whatever the log', () => {
    fc.assert(
      fc.property(log, (lines) => {
        const reason = reasonOf(lines);
        expect(reason === undefined || (reason.length > 0 && reason.length <= 300)).toBe(true);
        expect(reason).toBe(reason === undefined ? undefined : plainLine(reason));
      }),
      { numRuns: 2000 },
    );
  });

  it('is text of the log: a part of a line, or of two lines that follow one another', () => {
    const text = (lines: string[]) => lines.map(plainLine).join('\n').replace(/\s+/g, '');
    // A line may go without its time and without a progress bar in front of it, and JSON without its quotes.
    const plain = PIECES.filter(
      (piece) => !/^\{"|it\/s\]/.test(piece) && !(/^20/.test(piece) && piece.length > 900),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...plain), { maxLength: 60 }), (lines) => {
        const reason = reasonOf(lines) ?? '';
        expect(text(lines)).toContain(reason.replace(/…$/, '').replace(/\s+/g, ''));
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same with lines around it that ended nothing', () => {
    const around = fc
      .array(fc.constantFrom(...ENDS_NOTHING), { maxLength: 5 })
      .map((blocks) => blocks.flat());
    fc.assert(
      fc.property(fc.constantFrom(...REASON_CASES), around, around, ({ lines }, before, after) => {
        expect(reasonOf([...before, ...lines, ...after])).toBe(reasonOf(lines));
      }),
      { numRuns: 3000 },
    );
  });

  it('of 100,000 lines is found in less than a second of CPU time', () => {
    const usual = REASON_CASES.flatMap(({ lines }) => lines);
    const lines = Array.from({ length: 100_000 }, (_, index) => usual[index % usual.length] ?? '');
    expect(cpuMs(() => reasonOf(lines))).toBeLessThan(1_000);
  });

  it('of 100,000 lines behind what a collector writes is found in less than two seconds of CPU time', () => {
    const usual = ['Traceback (most recent call last):', ...REASON_CASES.flatMap(({ lines }) => lines)];
    const lines = Array.from(
      { length: 100_000 },
      (_, index) => `2025-03-21 11:12:56,${100 + (index % 900)} INFO ${usual[index % usual.length] ?? ''}`,
    );
    expect(cpuMs(() => reasonOf(lines))).toBeLessThan(2_000);
  });

  it('costs twice the time for twice the lines', () => {
    const usual = REASON_CASES.flatMap(({ lines }) => lines);
    const logOf = (count: number) =>
      Array.from({ length: count }, (_, index) => usual[(index * 7919) % usual.length] ?? '');
    const [few, many] = [logOf(20_000), logOf(160_000)];
    reasonOf(few);
    expect(cpuMs(() => reasonOf(many))).toBeLessThan(8 * 2 * cpuMs(() => reasonOf(few)) + 100);
  });

  it.each(PIECES.filter((piece) => piece.length > 900).map((piece) => [piece.slice(0, 20), piece]))(
    'takes no longer for lines such as %j...',
    (_, piece) => {
      const lines = Array.from({ length: 2_000 }, () => piece);
      expect(cpuMs(() => reasonOf(lines))).toBeLessThan(1_000);
    },
  );

  it.each([
    ['carriage returns', (text: string) => `${text}\r`],
    ['colours', (text: string) => `\u001b[31m${text}\u001b[0m`],
    ['ISO dates', (text: string) => `2025-03-21T11:12:56.123456789+09:00 ${text}`],
    ['what a container run time writes', (text: string) => `2025-03-21T11:12:56.1Z stderr F ${text}`],
  ])('is the same behind %s', (_, disguised) => {
    for (const { lines } of REASON_CASES.filter(({ name }) => !name.startsWith('json'))) {
      expect(reasonOf(lines.map(disguised))).toBe(reasonOf(lines));
    }
  });

  it('is found when the lines of other threads are mixed into the traceback', () => {
    const lines = REASON_CASES.find(({ name }) => name === 'python-uncaught')?.lines ?? [];
    const mixed = lines.flatMap((each) => [each, '25/03/21 11:12:56 INFO Executor: still here']);
    expect(reasonOf(mixed)).toBe("KeyError: 'price'");
  });

  it('is shortened, and has no control characters', () => {
    const header = 'Traceback (most recent call last):';
    expect(reasonOf([header, `ValueError: ${'xyz '.repeat(999)}\u2028::error::y`])).toBe(
      `ValueError: ${'xyz '.repeat(71)}xyz…`,
    );
    expect(reasonOf([header, 'ValueError: a\t\0b \u001b[1mc'])).toBe('ValueError: a b c');
  });
});

describe('what was given to the action', () => {
  afterEach(() => givenTexts.clear());

  const HEADER = 'Traceback (most recent call last):';
  it.each([
    [
      'stands across the words of Spark',
      'host-1): topsecret',
      [
        'Exception in thread "main" a.B: most recent failure: Lost task 1.3 in stage 0.0 (TID 8) (host-1): topsecret',
      ],
    ],
    ['begins with what follows a level', '-|topsecret', ['2025-03-21 11:12:56 ERROR -|topsecret is wrong']],
    [
      'has two lines in JSON',
      'topsecret\nof two',
      ['{"level":"ERROR","logger":"a","message":"topsecret\\nof two"}'],
    ],
    ['follows a progress bar', '| 5/10 [1s]topsecret', [HEADER, '50%|██| 5/10 [1s]topsecret.Error: x']],
  ])('is not shown in part when it %s', (_, given, lines) => {
    expect(reasonOf(lines)).toContain('topsecr');
    addGiven(given);
    expect(reasonOf(lines)).toContain('***');
    expect(reasonOf(lines)).not.toContain('topsecr');
  });

  it('stays in the reason where it is whole', () => {
    addGiven('s3a://bucket/in');
    expect(reasonOf([HEADER, 'FileNotFoundError: s3a://bucket/in'])).toBe(
      'FileNotFoundError: s3a://bucket/in',
    );
  });

  it('is whole or *** in the reason of any log', () => {
    const cases = fc.constantFrom(...REASON_CASES.filter(({ expected }) => expected !== 'No reason.'));
    fc.assert(
      fc.property(cases, fc.nat(), fc.integer({ min: 7, max: 40 }), ({ lines }, seed, length) => {
        const text = lines.join('\n');
        const from = seed % Math.max(text.length - length, 1);
        const given = text.slice(from, from + length);
        givenTexts.clear();
        givenTexts.add(given);
        const whole = new Set(
          lines.flatMap((each) => givenTexts.runsIn(each).map(([start, end]) => each.slice(start, end))),
        );
        const reason = reasonOf(lines) ?? '';
        for (const [start, end] of givenTexts.runsIn(reason))
          expect(whole).toContain(reason.slice(start, end));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('how sure a reason is', () => {
  it.each([
    ['none', []],
    ['none', ['INFO start']],
    ['weak', ['25/03/21 11:12:51 ERROR Main: no rows']],
    ['weak', ['the driver: exit code 137']],
    ['sure', ['Killed']],
    ['sure', ['Traceback (most recent call last):', 'ValueError: x']],
    ['weak', ['Traceback (most recent call last):', 'ValueError: x', 'going on']],
    ['sure', ['Exception in thread "main" java.lang.Exception: x', 'bye']],
  ])('%s: %j', (sureness, lines) => {
    expect(surenessOfReason(lines)).toBe(sureness);
  });
});
