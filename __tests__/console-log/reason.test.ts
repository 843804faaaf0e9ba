import { describe, expect, it } from '@jest/globals';
import { reasonOf } from '../../src/console-log/reason.ts';

const reason = (log: string) => reasonOf(log.split('\n'));

const PYTHON = `Traceback (most recent call last):
  File "/opt/spark/work-dir/job001.py", line 42, in <module>
    main(sys.argv)
  File "/opt/spark/work-dir/job001.py", line 17, in main
    column = row["price"]
KeyError: 'price'`;

const WRAPPED = `Traceback (most recent call last):
  File "/opt/job.py", line 9, in <module>
    df.write.csv(target)
  File "/opt/spark/python/lib/py4j-0.10.9.7-src.zip/py4j/protocol.py", line 326, in get_return_value
    raise Py4JJavaError(
py4j.protocol.Py4JJavaError: An error occurred while calling o87.csv.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2672)
\tat java.base/java.lang.Thread.run(Thread.java:829)`;

const CAUSES = `Caused by: java.io.IOException: could not write
\tat org.apache.hadoop.fs.s3a.S3AFileSystem.create(S3AFileSystem.java:1700)
\t... 3 more
Caused by: java.nio.file.AccessDeniedException: s3a://aitems/out: getFileStatus: Forbidden (403)
\t... 12 more`;

const JAVA = `Exception in thread "main" java.lang.IllegalStateException: the table is empty
\tat com.example.Job.main(Job.java:31)`;

const LOG4J = `25/03/21 11:12:56 INFO SparkContext: Running Spark version 3.3.2
25/03/21 11:12:58 ERROR SparkContext: Error initializing SparkContext.
25/03/21 11:12:59 INFO SparkContext: Successfully stopped SparkContext`;

describe('the reason of a failure', () => {
  it.each([
    ['the end of a Python traceback', PYTHON, "KeyError: 'price'"],
    [
      'an exception without a message',
      `Traceback (most recent call last):\n  File "a.py", line 1\nKeyboardInterrupt`,
      'KeyboardInterrupt',
    ],
    [
      'one with its module in front',
      `Traceback (most recent call last):\n  File "a.py", line 1\nsocket.gaierror: [Errno -2] Name or service not known`,
      'socket.gaierror: [Errno -2] Name or service not known',
    ],
    [
      'an AnalysisException of PySpark, without its plan',
      `Traceback (most recent call last):\n  File "/opt/job.py", line 5, in <module>\n    spark.sql(query)\npyspark.errors.exceptions.captured.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table \`sales\` cannot be found.; line 1 pos 14;\n'Project [*]\n+- 'UnresolvedRelation [sales], [], false\n`,
      'pyspark.errors.exceptions.captured.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table `sales` cannot be found.; line 1 pos 14;',
    ],
    [
      'the last of several tracebacks',
      `${PYTHON}\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "a.py", line 3, in <module>\nValueError: bad row`,
      'ValueError: bad row',
    ],
    [
      'a traceback behind a logger',
      `2025-03-21 11:12:56,123 ERROR root: Traceback (most recent call last):\n  File "a.py", line 3\nValueError: bad row`,
      'ValueError: bad row',
    ],
    [
      'the Java exception that Py4J wraps',
      WRAPPED,
      'org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times',
    ],
    [
      'its deepest cause',
      `${WRAPPED}\n${CAUSES}`,
      'java.nio.file.AccessDeniedException: s3a://aitems/out: getFileStatus: Forbidden (403)',
    ],
    [
      'what a Python function threw in an executor',
      `${WRAPPED}\nCaused by: org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n  File "/opt/job.py", line 3, in divide\nZeroDivisionError: division by zero\n\n\tat org.apache.spark.api.python.BasePythonRunner$ReaderIterator.handlePythonException(PythonRunner.scala:572)\n\t... 1 more`,
      'ZeroDivisionError: division by zero',
    ],
    ['an exception of the main thread', JAVA, 'java.lang.IllegalStateException: the table is empty'],
    [
      'its deepest cause',
      `${JAVA}\n${CAUSES}`,
      'java.nio.file.AccessDeniedException: s3a://aitems/out: getFileStatus: Forbidden (403)',
    ],
    [
      'the last of several stack traces',
      `${JAVA}\n${CAUSES}\n25/03/21 11:13:00 INFO Main: again\njava.util.NoSuchElementException: None.get\n\tat scala.None$.get(Option.scala:529)`,
      'java.util.NoSuchElementException: None.get',
    ],
    [
      'the traceback, when spark-submit has its say after it',
      `${PYTHON}\n25/03/21 11:13:00 INFO ShutdownHookManager: Shutdown hook called\nException in thread "main" org.apache.spark.SparkUserAppException: User application exited with 1\n\tat org.apache.spark.deploy.PythonRunner$.main(PythonRunner.scala:103)`,
      "KeyError: 'price'",
    ],
    [
      'a Spark exception of its own',
      '25/03/21 11:12:58 ERROR Main: failed\norg.apache.spark.SparkException: A master URL must be set in your configuration',
      'org.apache.spark.SparkException: A master URL must be set in your configuration',
    ],
    [
      'memory that ran out',
      'java.lang.OutOfMemoryError: Java heap space\n\tat java.util.Arrays.copyOf(Arrays.java:3332)',
      'java.lang.OutOfMemoryError: Java heap space',
    ],
    [
      'a container that YARN killed',
      '25/03/21 11:12:58 WARN YarnSchedulerBackend: Container killed by YARN for exceeding memory limits. 5.6 GB of 5.5 GB physical memory used.',
      'YarnSchedulerBackend: Container killed by YARN for exceeding memory limits. 5.6 GB of 5.5 GB physical memory used.',
    ],
    [
      'a process that was killed',
      'INFO Launcher: done\nprocess exited with code 137',
      'process exited with code 137',
    ],
    [
      'a kill after a stack trace that was survived',
      `${JAVA}\n25/03/21 11:13:00 INFO Main: going on\nExit code: 137`,
      'Exit code: 137',
    ],
    ['an ERROR line, when there is nothing better', LOG4J, 'SparkContext: Error initializing SparkContext.'],
    ['the last ERROR line', `${LOG4J}\n[2025-03-21 11:13:00] [ERROR] second`, 'second'],
  ])('is %s', (_, log, expected) => {
    expect(reason(log)).toBe(expected);
  });

  it.each([
    ['carriage returns', (log: string) => log.replaceAll('\n', '\r\n')],
    ['colours', (log: string) => log.replaceAll('\n', '\u001b[0m\n\u001b[31m')],
    ['log4j dates', (log: string) => log.replace(/^/gm, '25/03/21 11:12:56 ')],
    ['ISO dates', (log: string) => log.replace(/^/gm, '2025-03-21T11:12:56.123456789+09:00 ')],
    ['dates in brackets', (log: string) => log.replace(/^/gm, '[2025-03-21 11:12:56,123] ')],
    [
      'what a container run time writes',
      (log: string) => log.replace(/^/gm, '2025-03-21T11:12:56.123456789Z stderr F '),
    ],
  ])('is found behind %s', (_, disguised) => {
    expect(reason(disguised(PYTHON))).toBe("KeyError: 'price'");
    expect(reason(disguised(`${WRAPPED}\n${CAUSES}`))).toMatch(/^java\.nio\.file\.AccessDeniedException: /);
    expect(reason(disguised(JAVA))).toBe('java.lang.IllegalStateException: the table is empty');
  });

  it('is found when other lines are mixed into the traceback', () => {
    const mixed = PYTHON.replaceAll('\n', '\n25/03/21 11:12:56 INFO Executor: still here\n');
    expect(reason(mixed)).toBe("KeyError: 'price'");
  });

  it('is shortened, and one line without control characters', () => {
    const long = reason(
      `Traceback (most recent call last):\nValueError: ${'x'.repeat(5000)}\u2028::error::y`,
    );
    expect(long).toHaveLength(300);
    expect(reason('Traceback (most recent call last):\nValueError: a\t\0b \u001b[1mc')).toBe(
      'ValueError: a b c',
    );
  });

  it.each([
    '',
    'INFO SparkContext: Running Spark version 3.3.2\n25/03/21 11:12:56 WARN Utils: hostname resolves to a loopback address',
    'no ERROR here, nor an exception',
    'the exit code was 0\n137 rows',
    'Traceback (most recent call last):\n  File "a.py", line 1',
  ])('is not known from %j', (log) => {
    expect(reason(log)).toBeUndefined();
  });

  it('takes no longer for hostile lines', () => {
    const lines = ['a.'.repeat(2000), '#'.repeat(4000), '\u001b['.repeat(2000), `${'A'.repeat(4000)}!`];
    const startedMs = performance.now();
    reasonOf(Array.from({ length: 10_000 }, (_, index) => lines[index % lines.length] ?? ''));
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});
