import { ProgressLog } from '../../src/report/run/progress-log.ts';
import { anExecution } from './contexts.ts';
import { unavailable } from './endings.ts';
import { FakeClock } from './fake-clock.ts';

/** What the progress log writes, each line with its kind. */
export function logging() {
  const lines: string[] = [];
  const to = (kind: string) => (text: string) => void lines.push(`${kind}: ${text}`);
  const log = {
    info: to('info'),
    debug: to('debug'),
    warning: to('warning'),
    error: to('error'),
    group: to('group'),
  };
  const clock = new FakeClock();
  const progress = new ProgressLog(log, clock);
  const polled = (status: string, jobExecutionId = 'execution1') =>
    progress.onExecution({ kind: 'polled', execution: anExecution({ status, jobExecutionId }) });
  const failed = () => progress.onExecution({ kind: 'poll-failed', error: unavailable });
  const identified = () =>
    progress.onExecution({
      kind: 'identified',
      jobExecutionId: 'execution1',
      execution: anExecution({ status: 'READY' }),
      how: 'started',
    });
  return { lines, clock, progress, polled, failed, identified };
}
