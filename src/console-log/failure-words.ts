/** What kind of failure some words of a log name. */
export type FailureKind =
  /** Memory ran out, or the process was killed: the first in a chain of consequences. */
  | 'killed'
  /** An exception, or a message about what was wrong with the program. */
  | 'failure'
  /** The connection to a process that is gone: follows from something else, which may be written or not. */
  | 'lost'
  /** A line of level ERROR. */
  | 'error'
  /** Says that the program failed, but not why. */
  | 'exit';

/** In the words of the system that killed it. 죽었음 is bash's "Killed". */
const KILLED_BY_SYSTEM =
  /^(?:# +)?(?:(?:Terminating|Aborting) due to )?java\.lang\.OutOfMemoryError|Container killed by YARN for exceeding|running beyond (?:physical|virtual) memory limits|^\s*termination reason: OOMKilled|^(?:\S+: line \d+: +\d+ )?(?:Killed|죽었음)(?: {2,}\S.*)?$|^(?:# +)?(?:SIG[A-Z]+ \(0x|There is insufficient memory for the Java)/i;
/** `OnOutOfMemoryError` is an option of the JVM. 137 is SIGKILL. */
const KILLED =
  /(?<!On)OutOfMemoryError\b(?!\.\w)|OOMKilled\b(?!\W{1,3}false)|\bexit(?:ed)?[ _]?(?:with[ _])?(?:an? )?(?:non-zero )?(?:exit[ _]?)?(?:code|status)?\W{0,3}(?:is )?137\b/i;
const LOST =
  /^(?:Connection(?:Refused|Reset)Error|BrokenPipeError|EOFError$|py4j\.protocol\.Py4JError: An error occurred while calling \S+$)|Py4JNetworkError|Answer from Java side is empty|connect to the Java server|Java gateway process exited|could not open socket|pop from an empty deque|Exception while sending command|FetchFailedException|Remote RPC client disassociated|SparkContext (?:was|has been) shut ?down|Cannot call methods on a stopped SparkContext/;
const EXIT =
  /^SystemExit|SparkUserAppException|finished with failed status|User application exited with|(?:^|\W)exit(?:ed)?[ _]?(?:with[ _])?(?:an? )?(?:non-zero )?(?:exit[ _]?)?(?:code|status)\W{0,3}(?:is )?[1-9]\d{0,2}\b|^(?:[\w.$]+(?::| -) )?(?:the )?(?:job|script|application|program|process|작업|프로그램|스크립트)(?![a-z]).{0,20}(?:failed|aborted|exited|종료|실패)(?:했습니다|되었습니다|하였습니다|함|됨)?[\s.!]*$/i;

/** Trouble of one executor. Spark repeats its work elsewhere: alone this ends nothing. */
export const OF_EXECUTOR =
  /\b(?:Lost (?:executor|task)|[Ee]xecutor (?:with id )?\d+|ExecutorLostFailure|Exception in task)\b/;

/** Trouble while a process cleans up, whatever ended it: in a message or in a stack trace. */
export const CLEAN_UP =
  /ShutdownHook|shutdown-hook|[dD]eleteOnExit|[eE]xception while deleting|Failed to delete/;

/** Lines of Spark about what it repeats, drops or stops, and of Hive about its version: they end nothing. */
export const ENDS_NOTHING =
  /^(?:[\w.$]*(?:EventQueue|ListenerBus|ContextCleaner|BlockFetcher|BlockTransferor|BlockManager\w*|HeartbeatReceiver|RpcOutbox\w*|(?:Request|Response)Handler|TransportClient\w*|Executors?\w*Allocat\w*|WatcherImpl|Inbox|TaskContextImpl)\b|.*(?:ListenerBus|SIGNAL TERM|Ignoring|Version information (?:found|not found) in metastore|Failed to get database))/;

/**
 * The last line of a program that could not even begin, or not go on: by Python, the JVM (in Korean too), spark-submit
 * and spark-sql.
 */
export const LAST_WORDS =
  /^(?:\S*python[\d.]*: (?:can't (?:open|find)|No module named|Error while finding module)|Fatal Python error: |(?:Error|오류): (?:Failed to load class|Could not find or load main class|Cannot load main class|Missing application resource|Unable to (?:access jarfile|initialize main class)|LinkageError occurred|Main method not found|기본 클래스)|(?:SparkSubmit: )?Failed to load class |Error in query:|\S+\.py: error: |\[[A-Z]+(?:_[A-Z]+)+(?:\.[A-Z_]+)?\] .*(?:SQLSTATE|\(line \d+, pos \d+\)|; line \d+ pos \d+))/;

/** What kind of failure the words name; `fallback` where they are of no known kind. */
export function kindOf(words: string, fallback: 'failure' | 'error'): FailureKind {
  if (isKilledBySystem(words) || KILLED.test(words)) return 'killed';
  if (LOST.test(words)) return 'lost';
  if (EXIT.test(words)) return 'exit';
  return fallback;
}

/** Whether these are the words of the system itself: all others may only mention that something was killed. */
export function isKilledBySystem(words: string): boolean {
  return KILLED_BY_SYSTEM.test(words);
}

/** The part that names the cause, where Spark packs the failure of a task into its own words. */
export function telling(words: string): string {
  const ofTask =
    /most recent failure: Lost task [\d.]+ in stage [\d.]+ \(TID \d+[^)]{0,200}\)(?: \([^)]{0,200}\))?: (.+)/.exec(
      words,
    );
  const thrown =
    /User class threw exception: (.+)/.exec(words) ??
    /Final app status: FAILED.*\(reason: (.+)\)$/.exec(words);
  const text = ofTask?.[1] ?? thrown?.[1] ?? words;
  return /^ExecutorLostFailure \([^)]{0,200}\) Reason: (.+)/.exec(text)?.[1] ?? text;
}
