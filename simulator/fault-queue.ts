/** The requests that a fault concerns. `T` is what the faults of this kind of service can check. */
export interface FaultScope<T> {
  /**
   * The first request concerned, counted from 1 among all requests of `on`; with `only`, among those that
   * `only` holds for and that came after the fault was added. Default: the next one.
   */
  readonly nth?: number;
  /** How many requests in a row. Default 1; Infinity is allowed. Ignored with `forMs`. */
  readonly times?: number;
  /** Instead of `times`: for so many milliseconds after the first request that meets it. */
  readonly forMs?: number;
  /** Holds for these requests only. */
  readonly only?: (request: T) => boolean;
}

/** What a fault queue has to know about a request. */
export interface Faulty {
  /** What `on` of a fault is compared with. */
  readonly name: string;
  readonly atMs: number;
}

/** A fault with the names of the requests that it is for; '*' is for every request. */
export type Scoped<T> = FaultScope<T> & { readonly on: string | readonly string[] };

/** The faults that are still to come. */
export interface FaultQueue<T extends Faulty, F extends Scoped<T>> {
  add(fault: F): void;
  /** Counts one request and returns the fault that it meets: the first one added that concerns it. */
  next(request: T): F | undefined;
}

interface Entry<F> {
  readonly fault: F;
  /** Requests of `on` so far. */
  count: number;
  used: number;
  firstMs: number | undefined;
}

/** Makes a queue of faults. */
export function faultQueue<T extends Faulty, F extends Scoped<T>>(faults: readonly F[]): FaultQueue<T, F> {
  const past = new Map<string, number>();
  const entry = (fault: F): Entry<F> => {
    const seen = fault.only ? 0 : namesOf(fault).reduce((sum, name) => sum + (past.get(name) ?? 0), 0);
    return { fault, count: seen, used: 0, firstMs: undefined };
  };
  const entries = faults.map(entry);
  return {
    add: (fault) => void entries.push(entry(fault)),
    next(request) {
      for (const name of [request.name, '*']) past.set(name, (past.get(name) ?? 0) + 1);
      const matching = entries.filter(({ fault }) => matches(fault, request));
      for (const each of matching) each.count += 1;
      const met = matching.find((each) => isMet(each, request.atMs));
      if (met) {
        met.used += 1;
        met.firstMs ??= request.atMs;
      }
      return met?.fault;
    },
  };
}

function namesOf({ on }: Scoped<never>): readonly string[] {
  return typeof on === 'string' ? [on] : on;
}

function matches<T extends Faulty>(fault: Scoped<T>, request: T): boolean {
  const isNamed = namesOf(fault).some((name) => name === '*' || name === request.name);
  return isNamed && (fault.only?.(request) ?? true);
}

function isMet<T>({ fault, count, used, firstMs }: Entry<Scoped<T>>, atMs: number): boolean {
  const { nth, times = 1, forMs } = fault;
  if (nth !== undefined && count < nth) return false;
  if (forMs !== undefined) return firstMs === undefined || atMs < firstMs + forMs;
  return nth === undefined ? used < times : count < nth + times;
}
