/** Every result of the post step, with example values. */
import type { CleanUp } from '../src/execution/post-step.ts';
import { mayNotCancel, unavailable } from './service-errors.ts';

/** One result with the heading under which the page shows it. */
export interface CleanUpExample<R = CleanUp> {
  readonly heading: string;
  readonly result: R;
}

const jobExecutionId = 'fKE22JFX4PAu';
const cancelled = { kind: 'cancelled', jobExecutionId, others: [] } as const;

/** At least one example for each kind: the compiler asks for it when a kind is added. */
const EXAMPLES: {
  readonly [K in CleanUp['kind']]: readonly [
    CleanUpExample<Extract<CleanUp, { kind: K }>>,
    ...CleanUpExample<Extract<CleanUp, { kind: K }>>[],
  ];
} = {
  cancelled: [
    {
      heading: 'The post step cancelled the execution',
      result: { ...cancelled, outcome: { kind: 'canceled' } },
    },
    {
      heading: 'The post step finds that the execution had ended',
      result: { ...cancelled, outcome: { kind: 'ended', status: 'COMPLETED' } },
    },
    {
      heading: 'The post step cannot cancel the execution',
      result: { ...cancelled, outcome: { kind: 'refused', error: mayNotCancel } },
    },
    {
      heading: 'The post step asked to cancel, and the execution has not stopped',
      result: { ...cancelled, outcome: { kind: 'asked' } },
    },
    {
      heading: 'The post step gets no response to its request to cancel',
      result: { ...cancelled, outcome: { kind: 'no-response' } },
    },
  ],
  candidates: [
    {
      heading: 'The step ended during its start, and new executions are listed',
      result: { kind: 'candidates', candidates: [jobExecutionId, 'p4Y5PkQw8sZx'] },
    },
  ],
  unclear: [
    {
      heading: 'The step ended during its start, and the list cannot be read',
      result: { kind: 'unclear', error: unavailable },
    },
    {
      heading: 'The step ended during its start, and the post step was cancelled',
      result: { kind: 'unclear', error: undefined },
    },
  ],
  'nothing-started': [
    {
      heading: 'The step ended during its start, and nothing was started',
      result: { kind: 'nothing-started' },
    },
  ],
  left: [
    { heading: 'The post step leaves the execution', result: { kind: 'left', jobExecutionId, others: [] } },
  ],
};

export const CLEAN_UPS: readonly CleanUpExample[] = Object.values(EXAMPLES).flat();
