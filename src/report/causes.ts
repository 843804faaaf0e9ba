import type { DataFlowError, ErrorKind } from '../dataflow/errors.ts';
import { proxyRemedy, tlsRemedy, unreachableRemedy } from './connection-causes.ts';

/** What a person reads about an error of the service: its cause, and what to do. */
export interface Remedy {
  readonly cause: string;
  readonly next: string;
}

const LOGIN =
  "Check that accessKey and secretKey belong together, are active, and were made in the same NAVER Cloud account as the job. A sub account's key can be limited to IP addresses (console: Sub Account, access rules): then requests of a GitHub-hosted runner are refused.";

const REMEDIES: Readonly<Record<ErrorKind, (error: DataFlowError) => Remedy>> = {
  'not-sent': ({ facts }) => unreachableRemedy(facts),
  proxy: ({ facts }) => proxyRemedy(facts),
  certificate: ({ facts }) => tlsRemedy(facts),
  'response-lost': () => ({
    cause: 'the connection to the service was lost',
    next: 'If this goes on, check the network of the runner and requestTimeout.',
  }),
  'unreadable-response': () => ({
    cause: 'the response did not come from the Data Flow API, or is damaged',
    next: 'Check apiUrl and the proxy between the runner and it.',
  }),
  unavailable: () => ({
    cause: 'the service failed',
    next: 'Try again later; if this goes on, give the trace id to NAVER Cloud support.',
  }),
  'rate-limited': () => ({
    cause: 'the quota or the rate limit of the API is used up',
    next: 'Start fewer steps at once, or raise pollInterval.',
  }),
  authentication: () => ({ cause: 'the key was not accepted', next: LOGIN }),
  permission: ({ facts }) => ({
    cause: 'the key lacks a permission',
    next: `Check that Data Flow is subscribed, and give the key's sub account ${permissionFor(facts.operation)}. The key can also be limited to IP addresses (console: Sub Account, access rules).`,
  }),
  'not-found': () => ({
    cause: 'the inputs',
    next: 'Check jobId (and jobExecutionId). The id is a part of the address of the job in the Data Flow console, and the job must belong to the account of the key.',
  }),
  refused: ({ facts }) => ({
    cause: facts.code === 'bad-state' ? 'the state of the job or of the execution' : 'the inputs',
    next:
      facts.code === 'bad-state'
        ? 'The job or the execution is in a state that does not allow this: check it in the Data Flow console.'
        : 'Correct what the service names and run the step again.',
  }),
};

/** What an error comes from, and what to do about it. */
export function remedyFor(error: DataFlowError): Remedy {
  return REMEDIES[error.kind](error);
}

/** What Sub Account has to give: single permissions where they are documented, else a policy. */
function permissionFor(operation: string): string {
  const documented: Record<string, string> = {
    executeJob: 'the permission "Execute Job" (part of NCP_DATA_FLOW_MANAGER)',
    cancelJobExecution: 'the permission "Cancel Job Execution" (part of NCP_DATA_FLOW_MANAGER)',
  };
  const policy = operation.startsWith('get') ? 'NCP_DATA_FLOW_VIEWER' : 'NCP_DATA_FLOW_MANAGER';
  return documented[operation] ?? `the policy ${policy}`;
}

/** What to do about options that neither the inputs nor the saved settings have. */
export function giveMissing(missing: readonly string[]): string {
  return `Neither jobCondition nor the job's saved settings have ${missing.join(', ')}: give it in jobCondition, or save it in the job.`;
}
