/** The inputs that run, backfill and run-jobs require, all together. */
export const LEAST_INPUTS = {
  accessKey: 'A',
  secretKey: 'S',
  jobId: 'job1',
  from: '2026-11-01',
  to: '2026-11-02',
  parameters: '$day: "{date}"',
  plan: 'load: { jobId: j1 }',
};

/** The values of the inputs that all three have, when only the required ones are given. */
export const SHARED_DEFAULTS = {
  keys: { accessKey: 'A', secretKey: 'S' },
  apiOrigin: 'https://dataflow.apigw.ntruss.com',
  requestTimeoutMs: 30_000,
  proxies: { http: undefined, https: undefined, noProxy: '' },
  onTimeout: 'leave',
  retries: 0,
  retryDelayMs: 30_000,
  waitTimeoutMs: undefined,
  dryRun: false,
  summary: true,
  consoleLog: 'failure',
  consoleLogLines: 100,
  objectStorage: { origin: 'https://kr.object.ncloudstorage.com', region: 'kr-standard' },
};
