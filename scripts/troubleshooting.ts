/**
 * Makes docs/troubleshooting.md from the texts that the run action prints, so that a search for a message finds
 * it. With --write it writes the page; without, it tells whether the page is as it should be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFlowError } from '../src/dataflow/errors.ts';
import type { Execution } from '../src/dataflow/model.ts';
import { readResponse } from '../src/dataflow/response.ts';
import { type CancelOutcome, conclusionOf, type Ending, type Result } from '../src/execution/outcome.ts';
import { explain } from '../src/report/run/explanation.ts';
import { explainCleanUp } from '../src/report/run/post-step.ts';
import { linesOf } from '../src/report/run/report.ts';

const page = join(import.meta.dirname, '..', 'docs/troubleshooting.md');
const consoleLogPath = 'bucket/sparkHistoryLogs/console/gqigvHhTu7ra/fKE22JFX4PAu_2025-03-21T11:12:56.log';

const execution = {
  jobExecutionId: 'fKE22JFX4PAu',
  jobName: 'job001',
  status: 'RUNNING',
  jobCondition: { consoleLogPath },
  startDate: '2025-03-21T11:12:54+09:00',
  endDate: '2025-03-21T11:27:47+09:00',
} as unknown as Execution;

/** The error that an answer of the service becomes. */
function refusal(operation: string, status: number, json: unknown): DataFlowError {
  const headers = { 'x-ncp-trace-id': 'c9v1b6e2' };
  try {
    readResponse(operation, { status, headers, body: Buffer.from(JSON.stringify(json)) }, () => undefined, 0);
  } catch (error) {
    if (error instanceof DataFlowError) return error;
  }
  throw new Error(`${status} is no refusal`);
}

const gateway = (errorCode: string, message: string) => ({ error: { errorCode, message } });
const unavailable = refusal('getJobExecutions', 503, gateway('500', 'Endpoint Error'));
const lost = new DataFlowError('response-lost', {
  operation: 'executeJob',
  code: 'ECONNRESET',
  serviceMessage: 'read ECONNRESET',
});
const unreachable = {
  operation: 'getJob',
  code: 'ENOTFOUND',
  serviceMessage: 'getaddrinfo ENOTFOUND dataflow.example',
};
const badCertificate = {
  operation: 'getJob',
  code: 'SELF_SIGNED_CERT_IN_CHAIN',
  serviceMessage: 'the certificate comes from a private authority that Node does not know',
};
const expired = {
  operation: 'getJob',
  code: 'CERT_HAS_EXPIRED',
  serviceMessage: 'the certificate has expired',
};
const proxy = { address: 'proxy.example.com:3128', variable: 'HTTPS_PROXY' };
const proxyError = (kind: 'proxy' | 'not-sent', why: string, proxyStatus?: number, code?: string) =>
  new DataFlowError(kind, {
    operation: 'getJob',
    code,
    serviceMessage: `proxy ${proxy.address} (from ${proxy.variable}): ${why}`,
    proxy,
    proxyStatus,
  });
const refusedWith = (status: number) => `it refused the connection with status ${status}`;
const mayNotCancel = refusal('cancelJobExecution', 401, gateway('210', 'Permission Denied'));

const before = (error: DataFlowError, missing: readonly string[] = []): Ending => ({
  why: 'refused',
  error,
  missing,
});
const cancelled = (left: CancelOutcome): Ending => ({ why: 'step-cancelled', left });

/** A heading for people, and the end of a step that it is about. */
const endings: readonly (readonly [
  string,
  Ending,
  { readonly reason?: string; readonly hasExecution?: boolean }?,
])[] = [
  [
    'The job failed',
    { why: 'failed' },
    { reason: 'java.io.FileNotFoundException: No such file: s3a://aitems/part-00003.csv' },
  ],
  ['The execution was cancelled in Data Flow', { why: 'canceled' }],
  ['waitTimeout has passed', { why: 'wait-timeout' }],
  ['waitTimeout has passed, onTimeout: cancel', { why: 'wait-timeout', cancel: { kind: 'canceled' } }],
  [
    'The inputs are wrong',
    {
      why: 'bad-inputs',
      problems: ['jobCondition.numWorker: "99" is not allowed; give a whole number from 2 to 10.'],
    },
    { hasExecution: false },
  ],
  [
    'The key is not accepted',
    before(refusal('getJob', 401, gateway('200', 'Authentication Failed'))),
    { hasExecution: false },
  ],
  [
    'The key has no permission',
    before(refusal('executeJob', 401, gateway('210', 'Permission Denied'))),
    { hasExecution: false },
  ],
  [
    'Wrong job id',
    before(refusal('getJob', 404, { detail: 'job not found', errorType: 'not-found' })),
    { hasExecution: false },
  ],
  [
    'nrn, scriptPath or logPath is missing',
    before(refusal('executeJob', 400, { detail: 'nrn is required', errorType: 'bad-parameter' }), ['nrn']),
    { hasExecution: false },
  ],
  [
    'The service refuses the options',
    before(refusal('executeJob', 400, { detail: 'numWorker is out of range', errorType: 'bad-parameter' })),
    { hasExecution: false },
  ],
  [
    'The job is in a state that does not allow it',
    before(refusal('executeJob', 400, { detail: 'the job is being edited', errorType: 'bad-state' })),
    { hasExecution: false },
  ],
  [
    'Quota or rate limit',
    before(refusal('executeJob', 429, gateway('410', 'Throttle Limited'))),
    { hasExecution: false },
  ],
  ['The service is down', before(unavailable), { hasExecution: false }],
  [
    'The service cannot be reached',
    before(new DataFlowError('not-sent', unreachable)),
    { hasExecution: false },
  ],
  [
    'A certificate is not trusted',
    before(new DataFlowError('certificate', badCertificate)),
    { hasExecution: false },
  ],
  ['A certificate has expired', before(new DataFlowError('certificate', expired)), { hasExecution: false }],
  [
    'The proxy wants another user or password',
    before(proxyError('proxy', refusedWith(407), 407)),
    { hasExecution: false },
  ],
  ['The proxy refuses', before(proxyError('proxy', refusedWith(403), 403)), { hasExecution: false }],
  [
    'The proxy does not reach the service',
    before(proxyError('not-sent', 'it could not open a tunnel (status 503)', 503)),
    { hasExecution: false },
  ],
  [
    'The proxy cannot be reached',
    before(proxyError('not-sent', 'connect ECONNREFUSED 192.0.2.1:3128', undefined, 'ECONNREFUSED')),
    { hasExecution: false },
  ],
  [
    'The job is running already, ifRunning: fail',
    { why: 'already-running', others: ['p4Y5PkQw8sZx'] },
    { hasExecution: false },
  ],
  [
    'The queue outlasted waitTimeout',
    { why: 'others-still-running', others: ['p4Y5PkQw8sZx'] },
    { hasExecution: false },
  ],
  [
    'Another execution could not be cancelled, ifRunning: replace',
    { why: 'others-not-cancelled', others: ['p4Y5PkQw8sZx'], error: mayNotCancel },
    { hasExecution: false },
  ],
  [
    'The answer to the start was lost',
    { why: 'start-lost', error: lost, candidates: [] },
    { hasExecution: false },
  ],
  [
    'The answer to the start was lost, and several executions are alike',
    { why: 'start-lost', error: lost, candidates: ['fKE22JFX4PAu', 'p4Y5PkQw8sZx'] },
    { hasExecution: false },
  ],
  ['The state could not be read any more', { why: 'sight-lost', error: unavailable }],
  ['The execution is not known to the service', { why: 'not-listed' }],
  ['The step was cancelled', cancelled({ kind: 'canceled' })],
  [
    'The step was cancelled, and the execution may not be',
    cancelled({ kind: 'refused', error: mayNotCancel }),
  ],
  ['The step was cancelled, and the service did not answer', cancelled({ kind: 'unanswered' })],
];

function section([heading, ending, { reason, hasExecution = true } = {}]: (typeof endings)[number]): string {
  const known = hasExecution ? { jobExecutionId: execution.jobExecutionId, execution } : {};
  const result: Result = {
    ending,
    jobId: 'gqigvHhTu7ra',
    startedHere: ending.why !== 'not-listed',
    ...known,
  };
  const lines = linesOf(explain(result, reason));
  return `### ${heading}\n\nconclusion: \`${conclusionOf(result)}\`\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\``;
}

function postSection(heading: string, result: Parameters<typeof explainCleanUp>[0]): string {
  return `### ${heading}\n\n\`\`\`text\n${linesOf(explainCleanUp(result)).join('\n')}\n\`\`\``;
}

const text = `# Troubleshooting

<!-- Made by \`npm run troubleshooting\` from the texts in src/report. Do not edit. -->

Each failure makes one error annotation. It says what happened, whose fault it was and what to do next. Here is
every one of them with example values. The trace id is what NAVER Cloud's support asks for.

## The step

${endings.map(section).join('\n\n')}

## After the step

When a step was killed before it could clean up, the post step looks for what it left behind.

${[
  postSection('It was cancelled', {
    kind: 'cancelled',
    jobExecutionId: 'fKE22JFX4PAu',
    outcome: { kind: 'canceled' },
  }),
  postSection('It could not be cancelled', {
    kind: 'cancelled',
    jobExecutionId: 'fKE22JFX4PAu',
    outcome: { kind: 'refused', error: mayNotCancel },
  }),
  postSection('The step was killed while it started an execution', {
    kind: 'several',
    candidates: ['fKE22JFX4PAu', 'p4Y5PkQw8sZx'],
  }),
].join('\n\n')}

## More than the message says

- Set the secret \`ACTIONS_STEP_DEBUG\` to \`true\` to see each request with its status, time and trace id.
- \`dryRun: true\` checks the inputs, the key, the job and the options, and starts nothing.
- The log of a failed execution is read from Object Storage with the same key: it needs read access to the bucket.
`;

if (process.argv.includes('--write')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/troubleshooting.md is not what src/report says: run npm run troubleshooting.');
  process.exitCode = 1;
}
