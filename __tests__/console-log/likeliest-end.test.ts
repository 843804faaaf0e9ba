import { describe, expect, it } from '@jest/globals';
import { type Incident, LikeliestEnd, type Progress, surer } from '../../src/console-log/likeliest-end.ts';

const incident = (words: string, source: Incident['source'], more: Partial<Incident> = {}): Incident => ({
  fallback: 'failure',
  ...more,
  words,
  source,
});
const VALUE = incident('ValueError: x', 'script');
const JAVA = incident('java.io.IOException: x', 'java');
const MAIN = incident('java.lang.IllegalStateException: x', 'end');
const LOST = incident('BrokenPipeError: x', 'script');
const MEMORY = incident('java.lang.OutOfMemoryError: x', 'end');
const MENTION = incident('gzip: exit code 137', 'logger');
const ERROR = incident('no rows', 'logger', { fallback: 'error', logger: 'MyJob' });
const EXIT = incident('exit code 1', 'logger', { fallback: 'error' });
const EXECUTOR = incident('executor 3 exited with exit code 137', 'logger', { isOfExecutor: true });

const end = (...events: (Incident | Progress)[]) => {
  const log = new LikeliestEnd();
  for (const event of events)
    if (typeof event === 'string' || 'of' in event) log.noticeProgress(event);
    else log.add(event);
  return log.find();
};

describe('of two incidents the one that ended the program', () => {
  it.each([
    ['an exit code says less than a line of level ERROR', ERROR, EXIT, ERROR],
    ['an exit code says less than what comes later', EXIT, ERROR, ERROR],
    ['a line of level ERROR says less than an exception', VALUE, ERROR, VALUE],
    ['a line of level ERROR says less than a later exception', ERROR, JAVA, JAVA],
    ['a lost connection follows from memory that ran out', MEMORY, LOST, MEMORY],
    ['a kill comes before all that follows from it', JAVA, MEMORY, MEMORY],
    ['a kill that was only mentioned gives way to another', MENTION, MEMORY, MEMORY],
    ['a kill does not give way to a mention', MEMORY, MENTION, MEMORY],
    ['a traceback shows that a kill was survived', MEMORY, VALUE, VALUE],
    ['a traceback shows that another Java program was survived', MAIN, VALUE, VALUE],
    ['what the JVM prints after a traceback is less sure', VALUE, JAVA, VALUE],
    ['the main thread ends the program', VALUE, MAIN, MAIN],
  ])('%s', (_, earlier, later, expected) => {
    expect(end(earlier, later)).toBe(expected);
  });

  it('is the killed executor where a connection is lost later', () => {
    expect(end(EXECUTOR)).toBeUndefined();
    expect(end(EXECUTOR, VALUE)).toBe(VALUE);
    expect(end(EXECUTOR, LOST)).toBe(EXECUTOR);
  });

  it('is the first one again when the second is retracted', () => {
    expect(end(VALUE, { ...VALUE, isRetracted: true })).toBe(VALUE);
  });
});

describe('progress shows that an incident was survived', () => {
  it.each([
    ['new work of Spark, whatever it was', MAIN, 'new work', undefined],
    ['the script, an exception', VALUE, 'of the script', undefined],
    ['the script, a kill that was mentioned', MENTION, 'of the script', undefined],
    ['the script, but not memory that ran out', MEMORY, 'of the script', MEMORY],
    ['the logger of an ERROR line', ERROR, { of: 'MyJob' }, undefined],
    ['another logger: not', ERROR, { of: 'SparkUI' }, ERROR],
  ] as const)('%s', (_, before, progress, expected) => {
    expect(end(before, progress)).toBe(expected);
  });

  it('but not one that comes again after it', () => {
    expect(end(VALUE, 'of the script', VALUE)).toBe(VALUE);
  });
});

it('the surer one of two sources is found', () => {
  expect([surer('logger', 'end'), surer('script', 'java')]).toEqual(['end', 'script']);
});
