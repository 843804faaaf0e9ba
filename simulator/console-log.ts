import { type Execution, type ExecutionNow, executionAt } from './execution.ts';
import { koreanTime } from './korean-time.ts';

/** The console log of an execution that is over; undefined where no log was planned. */
export function consoleLogOf(execution: Execution, nowMs: number): Buffer | undefined {
  if (execution.consoleLog === null) return undefined;
  if (execution.consoleLog !== undefined) return Buffer.from(execution.consoleLog);
  const lines = usualLines(execution, executionAt(execution, nowMs));
  return Buffer.from(`${lines.join('\n')}\n`);
}

const opening = [
  'INFO SparkContext: Running Spark version 3.3.2',
  'INFO ResourceUtils: No custom resources configured for spark.driver.',
  'INFO Utils: Successfully started service sparkDriver on port 7078.',
  'INFO SparkEnv: Registering MapOutputTracker',
  'INFO SparkEnv: Registering BlockManagerMaster',
  'INFO MemoryStore: MemoryStore started with capacity 2.1 GiB',
];

const failure = [
  'Traceback (most recent call last):',
  '  File "/opt/spark/work-dir/job001.py", line 42, in <module>',
  '    source.write.mode("overwrite").csv(target)',
  '  File "/opt/spark/python/lib/pyspark.zip/pyspark/sql/readwriter.py", line 1240, in csv',
  '    self._jwrite.csv(path)',
  'py4j.protocol.Py4JJavaError: An error occurred while calling o87.csv.',
  ': org.apache.spark.SparkException: Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times',
  '\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2672)',
  '\tat java.base/java.lang.Thread.run(Thread.java:829)',
  'Caused by: java.io.FileNotFoundException: No such file or directory: s3a://aitems/dataflow1/part-00003.csv',
  '\tat org.apache.hadoop.fs.s3a.S3AFileSystem.s3GetFileStatus(S3AFileSystem.java:3866)',
  '\t... 3 more',
];

const closing = [
  'INFO SparkContext: Invoking stop() from shutdown hook',
  'INFO MapOutputTrackerMasterEndpoint: MapOutputTrackerMasterEndpoint stopped!',
  'INFO SparkContext: Successfully stopped SparkContext',
];

function usualLines(execution: Execution, now: ExecutionNow): string[] {
  const beganMs = execution.acceptedAtMs + (now.runningAfterMs ?? 0);
  const endedMs = execution.acceptedAtMs + (now.endedAfterMs ?? now.elapsedMs);
  const executors = Number(execution.jobCondition['numWorker'] ?? 2);
  const granted = Array.from(
    { length: executors },
    (_, index) => `INFO Executor: Starting executor ID ${index}`,
  );
  const tasks = Array.from({ length: 16 }, (_, index) => {
    return `INFO TaskSetManager: Finished task ${index}.0 in stage 1.0 (${index + 1}/16)`;
  });
  const failed = now.status === 'FAILED';
  const work = [...opening, ...granted, ...(now.status === 'COMPLETED' ? tasks : tasks.slice(0, 3))];
  const end = now.status === 'COMPLETED' ? ['INFO DAGScheduler: Job 0 finished', ...closing] : closing;
  return [
    ...stamped([`INFO Launcher: job ${execution.jobId}, execution ${execution.jobExecutionId}`], beganMs),
    ...stamped(work, beganMs),
    ...(failed
      ? [...stamped(['ERROR Launcher: the script failed'], endedMs), ...failure]
      : stamped(end, endedMs)),
  ];
}

function stamped(lines: readonly string[], atMs: number): string[] {
  const time = koreanTime(atMs).replace('T', ' ');
  return lines.map((line) => `${time} ${line}`);
}
