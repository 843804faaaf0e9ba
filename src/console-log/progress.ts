import type { Progress } from './likeliest-end.ts';
import { type LogLine, PYTHON_LOGGER } from './log-line.ts';

/** Spark begins new work: what was before was survived. */
const BEGINS_ANEW =
  /SparkContext: (?:Running Spark version|Starting job)|DAGScheduler: Got job|InMemoryFileIndex: |FileSourceStrategy: |FileFormatWriter: Write Job \S+ committed|status: SUCCEEDED/;
const SAYS_THE_END =
  /stop|clos|shut|exit|terminat|clean|finish|fail|abort|error|elapsed|duration|delet|releas|unregister|\bbye\b|종료|정리|실패|중단|오류|닫/i;

/** What a line of a logger shows of the program going on; undefined: nothing. */
export function progressOf({ level, text, logger }: LogLine): Progress | undefined {
  if (BEGINS_ANEW.test(text)) return 'new work';
  if (level !== 'low' || SAYS_THE_END.test(text)) return undefined;
  if (PYTHON_LOGGER.test(logger)) return 'of the script';
  return logger ? { of: logger } : undefined;
}
