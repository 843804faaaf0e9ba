import type { OperationName } from './routes.ts';

/** What goes wrong. "Processed" means that the operation is carried out all the same. */
export type FaultKind =
  /** Another status; the body is the gateway's documented one unless given. Not processed unless said. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly processed?: boolean;
    }
  /** The connection is reset before or after processing. */
  | { readonly kind: 'reset-before' | 'reset-after' }
  /** No answer ever comes; processed or not. */
  | { readonly kind: 'hang-before' | 'hang-after' }
  /** Processed at once, answered after the delay. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Processed after the delay, even when the client has gone by then. */
  | { readonly kind: 'late'; readonly delayMs: number }
  /** Processed; the delay lies before each byte of the body. */
  | { readonly kind: 'trickle'; readonly delayMs: number }
  /** Processed; the connection closes before the announced length is reached. */
  | { readonly kind: 'truncated' }
  /** Processed; 200 with half of the JSON, or with nothing. */
  | { readonly kind: 'garbled' | 'empty' }
  /** Processed; the usual answer as text/plain, which the live service does. */
  | { readonly kind: 'text-plain' }
  /** Not processed; an HTML page. Status 502 unless given. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Not processed; 302 to another place. Default: a path of the simulator that no operation has. */
  | { readonly kind: 'redirect'; readonly location?: string };

/** Which calls go wrong, and how. */
export type Fault = FaultKind & {
  /** '*' stands for every request, those of no operation too. */
  readonly on: OperationName | '*';
  /** The first call concerned, counted from 1 among the calls of `on`. Default: the next one. */
  readonly nth?: number;
  /** How many calls in a row. Default 1; Infinity is allowed. */
  readonly times?: number;
};

/** The faults that are still to come. */
export interface FaultQueue {
  add(fault: Fault): void;
  /** Counts one call and returns the fault that it meets: the first one added that concerns it. */
  next(operation: OperationName | 'unknown'): Fault | undefined;
}

/** Makes a queue of faults. */
export function faultQueue(faults: readonly Fault[]): FaultQueue {
  const queue = faults.map((fault) => ({ fault, used: 0 }));
  const counts = new Map<string, number>();
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  const concerns = ({ fault, used }: (typeof queue)[number]): boolean => {
    const { on, nth, times = 1 } = fault;
    if (nth === undefined) return used < times;
    const call = counts.get(on) ?? 0;
    return call >= nth && call < nth + times;
  };
  return {
    add: (fault) => void queue.push({ fault, used: 0 }),
    next(operation) {
      count(operation);
      count('*');
      const entry = queue.find((each) => [operation, '*'].includes(each.fault.on) && concerns(each));
      if (entry) entry.used += 1;
      return entry?.fault;
    },
  };
}
