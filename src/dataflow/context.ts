import type { Clock } from '../time/clock.ts';
import type { DataFlowClient } from './client.ts';

/** What all work against the service has at hand. `E` is what it reports while it works, for people only. */
export interface Context<E> {
  readonly client: DataFlowClient;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Aborted when the step is cancelled. */
  readonly cancelled: AbortSignal;
  readonly emit: (event: E) => void;
}
