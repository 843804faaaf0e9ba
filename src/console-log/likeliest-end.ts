import { type FailureKind, kindOf } from './failure-words.ts';

/** Who wrote of an incident, and so how sure it is that it ended the program: the surest last. */
const SOURCES = [
  /** A logger, or words within a sentence: it may have been handled. */
  'logger',
  /** The JVM printed an exception. */
  'java',
  /** Python printed a traceback: the script ran until then. */
  'script',
  /** Nothing of the program runs after it. */
  'end',
] as const;
export type Source = (typeof SOURCES)[number];

/** Something in a log that may have ended the program. */
export interface Incident {
  /** Its most telling words so far: a stack trace says more with each `Caused by`. */
  words: string;
  source: Source;
  /** What it is when its words are of no known kind. */
  readonly fallback: 'failure' | 'error';
  /** The logger that wrote it; empty where none did. */
  readonly logger?: string | undefined;
  /** Whether one executor met it: Spark does its work elsewhere. The cause of a connection that is lost later. */
  readonly isOfExecutor?: boolean | undefined;
  /** Whether its stack trace is that of a clean-up. */
  isRetracted?: boolean | undefined;
}

/** Something in a log that shows that the program went on. */
export type Progress =
  /** Spark began new work. */
  | 'new work'
  /** The script logged or printed something. */
  | 'of the script'
  /** A logger of the JVM wrote something of a low level. */
  | { readonly of: string };

interface Weighed {
  readonly incident: Incident;
  readonly kind: FailureKind;
  readonly sureness: number;
}

interface Rule {
  readonly applies: (later: Weighed, earlier: Weighed) => boolean;
  readonly takes: 'later' | 'earlier';
}

/** Which of two incidents ended the program: the first rule that applies says it. */
const RULES: readonly Rule[] = [
  // What says only that the program ended gives way to everything.
  { applies: (later) => later.kind === 'exit', takes: 'earlier' },
  { applies: (_, earlier) => earlier.kind === 'exit', takes: 'later' },
  // A line of level ERROR gives way to everything else; of several the last one counts.
  { applies: (later, earlier) => later.kind === 'error' && earlier.kind !== 'error', takes: 'earlier' },
  { applies: (_, earlier) => earlier.kind === 'error', takes: 'later' },
  // A lost connection follows from what was killed; of several the first one counts.
  { applies: ({ kind }, earlier) => kind === 'lost' && earlier.kind === 'killed', takes: 'earlier' },
  { applies: ({ kind }, earlier) => kind === 'lost' && earlier.kind === 'lost', takes: 'earlier' },
  // The first of several kills counts, unless it was only mentioned.
  {
    applies: ({ kind }, earlier) =>
      kind === 'killed' && earlier.kind === 'killed' && earlier.incident.source !== 'logger',
    takes: 'earlier',
  },
  { applies: (later) => later.kind === 'killed', takes: 'later' },
  // A traceback shows that the script had survived what was before.
  { applies: ({ kind, incident }) => kind === 'failure' && incident.source === 'script', takes: 'later' },
  // Else the surer one counts; of two that are as sure the later one.
  { applies: (later, earlier) => later.sureness < earlier.sureness, takes: 'earlier' },
  { applies: () => true, takes: 'later' },
];

/** Of all incidents in a log the one that ended the program, as far as the log knows. */
export class LikeliestEnd {
  #events: (Incident | Progress)[] = [];

  /** Its words may still change until the end is asked for; what is added again is said again. */
  add<I extends Incident>(incident: I): I {
    this.#events.push(incident);
    return incident;
  }

  noticeProgress(progress: Progress): void {
    // What was survived for certain is not weighed again.
    if (progress === 'new work') this.#events = [];
    else if (this.#events.length > 0) this.#events.push(progress);
  }

  find(): Incident | undefined {
    let end: Weighed | undefined;
    let ofExecutor: Weighed | undefined;
    for (const event of this.#events) {
      if (typeof event === 'string' || 'of' in event) {
        if (end && isSurvived(end.incident, event)) end = undefined;
        continue;
      }
      if (event.isRetracted && event.source !== 'end') continue;
      const incident = weighed(event);
      if (event.isOfExecutor) ofExecutor = incident;
      else if (!end || isReplaced(end, incident))
        end = incident.kind === 'lost' && ofExecutor ? ofExecutor : incident;
    }
    return end?.incident;
  }
}

/** The surer one of two sources. */
export function surer(one: Source, other: Source): Source {
  return SOURCES.indexOf(one) > SOURCES.indexOf(other) ? one : other;
}

function weighed(incident: Incident): Weighed {
  const kind = kindOf(incident.words, incident.fallback);
  return { incident, kind, sureness: SOURCES.indexOf(incident.source) };
}

function isReplaced(earlier: Weighed, later: Weighed): boolean {
  return RULES.find(({ applies }) => applies(later, earlier))?.takes === 'later';
}

/** Memory that ran out still counts, since a script notices that later. */
function isSurvived({ source, logger }: Incident, progress: Progress): boolean {
  if (source === 'end') return false;
  return typeof progress === 'string' || progress.of === logger;
}
