/** The operations, by the names of the 2025 edition of the API documentation. */
export const operationNames = [
  'createJob',
  'getJob',
  'getJobs',
  'updateJob',
  'updateJobExecuteConfig',
  'executeJob',
  'getJobExecutions',
  'getJobExecution',
  'cancelJobExecution',
] as const;

/** One operation of the API. */
export type OperationName = (typeof operationNames)[number];

/** The operations that only some editions of the API documentation have; for the setting `absent`. */
export const optionalOperations: readonly OperationName[] = [
  'getJobs',
  'updateJob',
  'getJobExecution',
  'cancelJobExecution',
];

/** A request target that belongs to an operation. Ids are decoded; '' where the path has none. */
export interface Route {
  readonly operation: OperationName;
  readonly method: string;
  readonly jobId: string;
  readonly executionId: string;
  readonly query: URLSearchParams;
}

const jobs = '/api/v1/jobs';
const executions = `${jobs}/([^/]+)/executions`;
const paths: readonly (readonly [method: string, path: string, operation: OperationName])[] = [
  ['POST', jobs, 'createJob'],
  ['GET', jobs, 'getJobs'],
  ['GET', `${jobs}/([^/]+)`, 'getJob'],
  ['PUT', `${jobs}/([^/]+)`, 'updateJob'],
  ['PATCH', `${jobs}/([^/]+)`, 'updateJob'],
  ['PUT', executions, 'updateJobExecuteConfig'],
  ['POST', executions, 'executeJob'],
  ['GET', executions, 'getJobExecutions'],
  ['GET', `${executions}/([^/]+)`, 'getJobExecution'],
  ['POST', `${executions}/([^/]+)/cancel`, 'cancelJobExecution'],
];
const table = paths.map(([method, path, operation]) => ({
  method,
  path: new RegExp(`^${path}$`),
  operation,
}));

/** The operation that a raw request target is for; undefined for a path or a method that nothing has. */
export function routeOf(method: string, target: string): Route | undefined {
  const [path = ''] = target.split('?', 1);
  const query = target.slice(path.length + 1);
  for (const each of table) {
    const match = each.method === method ? each.path.exec(path) : null;
    if (!match) continue;
    const [, jobId = '', executionId = ''] = match.map(decoded);
    return { operation: each.operation, method, jobId, executionId, query: new URLSearchParams(query) };
  }
  return undefined;
}

function decoded(segment: string | undefined): string {
  try {
    return decodeURIComponent(segment ?? '');
  } catch {
    return segment ?? '';
  }
}
