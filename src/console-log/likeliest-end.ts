import { kindOf } from './failure-words.ts';
import { type LogLine, PYTHON_LOGGER } from './log-line.ts';

/** Spark begins new work: what was before was survived. */
const BEGINS_ANEW =
  /SparkContext: (?:Running Spark version|Starting job)|DAGScheduler: Got job|InMemoryFileIndex: |FileSourceStrategy: |FileFormatWriter: Write Job \S+ committed|status: SUCCEEDED/;
const SAYS_THE_END =
  /stop|clos|shut|exit|terminat|clean|finish|fail|abort|error|elapsed|duration|종료|정리|실패|중단|오류|닫/i;

/** How sure it is that an incident ended the program. */
export const SURENESS = {
  /** A logger wrote it: it may have been handled. */
  logged: 1,
  printed: 2,
  /** Nothing of the program runs after it. */
  certain: 3,
} as const;

/** Something in a log that may have ended the program. */
export interface Incident {
  /** Its most telling words so far: a stack trace says more with each `Caused by`. */
  words: string;
  sureness: number;
  /** What it is when its words are of no known kind. */
  readonly fallback: 'failure' | 'error';
}

/** Of the incidents so far the one that ended the program, as far as the log knows. */
export class LikeliestEnd {
  #incident: Incident | undefined;
  /** The one before it, which counts again when this one is retracted. */
  #before: Incident | undefined;
  /** An executor that was killed: the cause of a connection that is lost later. */
  #ofExecutor: Incident | undefined;

  get incident(): Incident | undefined {
    return this.#incident;
  }

  /** Weighs one more; what is said twice stays one incident, which is returned. */
  consider(words: string, sureness: number, fallback: Incident['fallback']): Incident {
    if (this.#incident?.words === words && fallback === 'failure') {
      this.#incident.sureness = Math.max(this.#incident.sureness, sureness);
      return this.#incident;
    }
    const incident: Incident = { words, sureness, fallback };
    if (!this.#isReplacedBy(incident)) return incident;
    this.#before = this.#incident;
    const isLost = kindOf(words, fallback) === 'lost';
    this.#incident = isLost && this.#ofExecutor ? this.#ofExecutor : incident;
    return incident;
  }

  /** Spark does the work of a killed executor elsewhere: that ends nothing by itself. */
  rememberExecutor(words: string): void {
    this.#ofExecutor = { words, sureness: SURENESS.logged, fallback: 'failure' };
  }

  /** The trace of this incident is that of a clean-up. */
  retract(incident: Incident): void {
    if (incident === this.#incident && incident.sureness < SURENESS.certain) this.#incident = this.#before;
  }

  /**
   * Forgets what was survived: Spark has begun new work, or the script logs that it went on. Memory that ran out
   * still counts then, since a script notices that later.
   * @param isWithinTraceback then the line is of another thread
   */
  noticeProgress({ level, text, logger }: LogLine, isWithinTraceback: boolean): void {
    if (BEGINS_ANEW.test(text)) {
      this.#incident = undefined;
      this.#ofExecutor = undefined;
    }
    const isOfScript = level === 'low' && PYTHON_LOGGER.test(logger) && !SAYS_THE_END.test(text);
    if (!isOfScript || isWithinTraceback || this.#incident?.sureness === SURENESS.certain) return;
    if (this.#incident && kindOf(this.#incident.words, 'error') !== 'killed') this.#incident = undefined;
  }

  /** In a chain of consequences the first one stays; else the later end counts, when it is as sure. */
  #isReplacedBy(incident: Incident): boolean {
    const last = this.#incident;
    if (!last) return true;
    const lastKind = kindOf(last.words, last.fallback);
    const isBetter = lastKind === 'exit' || lastKind === 'error' || incident.sureness >= last.sureness;
    switch (kindOf(incident.words, incident.fallback)) {
      case 'exit':
        return false;
      case 'error':
        return lastKind === 'error' || lastKind === 'exit';
      case 'lost':
        return lastKind !== 'killed' && lastKind !== 'lost' && isBetter;
      case 'killed':
        return lastKind !== 'killed';
      case 'failure':
        return isBetter;
    }
  }
}
