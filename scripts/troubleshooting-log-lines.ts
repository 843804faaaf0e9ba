/** Lines of the log that look like errors and are none, made by the code that writes them. */
import { whyUnreadable } from '../src/console-log/unreadable.ts';
import { ConnectionLog } from '../src/report/connection-log.ts';
import { executionLine } from '../src/report/execution-lines.ts';
import { lostStart, unavailable } from './service-errors.ts';
import type { Section } from './troubleshooting-section.ts';

const nothing = () => undefined;

/** The lines of a connection that fails for some minutes and comes back. */
function connectionLines(): string[] {
  const lines: string[] = [];
  let nowMs = 0;
  const clock = { wallMs: () => nowMs, elapsedMs: () => nowMs, sleep: () => Promise.resolve() };
  const noLog = { info: nothing, debug: nothing, warning: nothing, error: nothing, group: nothing };
  const log = new ConnectionLog(noLog, clock, (line) => lines.push(line));
  log.onClient({ kind: 'trying-again', error: unavailable, pauseMs: 2_000 });
  for (const atMs of [0, 60_000]) {
    nowMs = atMs;
    log.failed(unavailable.message);
  }
  nowMs = 133_000;
  log.restored();
  return lines;
}

const [tryingAgain = '', checkFailed = '', stillFailing = '', restored = ''] = connectionLines();
const place = { bucket: 'bucket', region: 'KR', waited: undefined };
const noConsoleLog = whyUnreadable(
  { kind: 'refused', status: 404, code: 'NoSuchKey', totalBytes: undefined },
  place,
);

/** Heading, line and what it means. */
const LINES: readonly (readonly [string, string, string])[] = [
  [
    'A status check failed',
    checkFailed,
    'The step could not read the state of the execution. The execution goes on; the step tries again.',
  ],
  [
    'Status checks still fail',
    stillFailing,
    'This line comes once a minute while the state cannot be read. If it does not end, the step ends with `its state could not be read`.',
  ],
  [
    'The connection is restored',
    restored,
    'The state could be read again. Nothing was lost; there is nothing to do.',
  ],
  [
    'A request is sent again',
    tryingAgain,
    'A request failed in a way that may pass. The step sends it again after the pause that the line names.',
  ],
  [
    'The step searches for its execution',
    executionLine({ kind: 'ambiguous', error: lostStart }),
    'The response to the start did not come. The step searches the list for the execution before it sends anything more, so that the job is not started twice. The next lines say what was found.',
  ],
  [
    'The console log is not there yet',
    `The console log bucket/sparkHistoryLogs/console/gqigvHhTu7ra/fKE22JFX4PAu_2025-03-21T11:12:56.log ${noConsoleLog}.`,
    'The file of the log is not in Object Storage: the execution has not written it yet, or it ended before it wrote one. This `HTTP 404` is not about the job or its id.',
  ],
];

/** A section for each line. */
export const LOG_SECTIONS: readonly Section[] = LINES.map(([heading, what, about]) => ({
  heading,
  intro: '',
  explanation: { what, next: [] },
  about,
}));
