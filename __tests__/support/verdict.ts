import type { SimulatedService } from '../../simulator/simulator.ts';
import { conclusionOf, executionOf } from '../../src/execution/outcome.ts';
import type { CleanUp } from '../../src/execution/post-step.ts';
import { START_MS } from './fake-clock.ts';
import type { Went, World } from './simulated-step.ts';

/** What one sequence came to. Each is a broken promise, but `indistinguishable` and `unknown`. */
export interface Verdict {
  /** Two executions are ours, and the step did not say so. */
  readonly startedTwice: boolean;
  /** One of ours is neither named nor ended. */
  readonly lost: boolean;
  /** The step reports the result of an execution that is not from it. */
  readonly takenFromOthers: boolean;
  /** The step succeeds, and what it started is not COMPLETED. */
  readonly wronglySuccessful: boolean;
  readonly cancelledOthers: boolean;
  /**
   * The API forces it: the step took somebody else's execution that is exactly alike in everything the service shows,
   * when it was the only new one for 6 s: ours was never processed, or later than that.
   */
  readonly indistinguishable: boolean;
  /** Of these, ours was processed late, and shown only afterwards. */
  readonly shownAfterwards: boolean;
  readonly unknown: boolean;
}

/** The list that a decision rests on was read at the most so long before it: a few requests of 40 ms. */
const LIST_READ_MS = 200;

/**
 * Compares the report of a step and of its post step with the executions of the service.
 * @param before ids of executions of an earlier attempt
 */
export function verdictOf(
  service: SimulatedService,
  world: World,
  went: Went,
  before: readonly string[] = [],
): Verdict {
  const { result, cleaned, takenMs } = went;
  const { executions } = service;
  const ours = executions.filter(({ startedBy }) => startedBy === 'request');
  const made = ours.filter(({ jobExecutionId }) => !before.includes(jobExecutionId));
  const others = executions.filter(({ startedBy }) => startedBy !== 'request');
  const followed = result && executionOf(result).jobExecutionId;
  const named = namedBy(went);
  const conclusion = result && conclusionOf(result);
  const unknown = conclusion === 'unknown' || cleaned.some(isUnclear);
  const isOurs = ours.some(({ jobExecutionId }) => jobExecutionId === followed);
  const isForeign = followed !== undefined && !isOurs;
  const foreign = executions.find(({ startedBy }) => startedBy === 'foreign');
  const decidedMs = takenMs.get(foreign?.jobExecutionId ?? '');
  const listReadMs = (decidedMs ?? 0) - LIST_READ_MS;
  const isShown = ours.some(({ acceptedAtMs }) => acceptedAtMs - START_MS + world.lagMs <= listReadMs);
  const cancelled = others.filter(({ jobExecutionId }) => takenMs.has(jobExecutionId));
  const indistinguishable = decidedMs !== undefined && !isShown;
  const of = (isBroken: boolean) => isBroken && !unknown && !indistinguishable;
  const isCompleted = ours.some((each) => each.jobExecutionId === followed && each.status === 'COMPLETED');
  return {
    startedTwice: of(made.length > 1 && made.some(({ jobExecutionId }) => !named.includes(jobExecutionId))),
    lost: of(made.some((each) => isOpen(each.status) && !named.includes(each.jobExecutionId))),
    takenFromOthers: of(isForeign),
    wronglySuccessful: of(conclusion === 'success' && !isCompleted),
    cancelledOthers: !indistinguishable && cancelled.some(({ status }) => status === 'CANCELED'),
    indistinguishable,
    shownAfterwards: indistinguishable && ours.length > 0,
    unknown,
  };
}

function isOpen(status: string): boolean {
  return status === 'READY' || status === 'RUNNING';
}

function isUnclear(cleaned: CleanUp): boolean {
  return cleaned.kind === 'unclear' || cleaned.kind === 'candidates';
}

/** All executions that the step or its post step has named to people. */
export function namedBy({ result, cleaned }: Pick<Went, 'result' | 'cleaned'>): string[] {
  const named = result ? [executionOf(result).jobExecutionId ?? ''] : [];
  if (result?.ending.kind === 'start-unclear') named.push(...result.ending.candidates);
  if (result?.ending.kind === 'started-twice') named.push(...result.ending.others);
  for (const each of cleaned) {
    if ('jobExecutionId' in each) named.push(each.jobExecutionId, ...each.others);
    if ('candidates' in each) named.push(...each.candidates);
  }
  return named;
}
