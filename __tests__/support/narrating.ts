import { Narrator } from '../../src/report/run/progress-log.ts';
import { anExecution } from './contexts.ts';
import { unavailable } from './endings.ts';
import { FakeClock } from './fake-clock.ts';

/** What a narrator writes, each line with its kind. */
export function narrating() {
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
  const narrator = new Narrator(log, clock);
  const seen = (status: string, jobExecutionId = 'execution1') =>
    narrator.onExecution({ kind: 'seen', execution: anExecution({ status, jobExecutionId }) });
  const failed = () => narrator.onExecution({ kind: 'look-failed', error: unavailable });
  const identified = () =>
    narrator.onExecution({
      kind: 'identified',
      jobExecutionId: 'execution1',
      execution: anExecution({ status: 'READY' }),
      how: 'started',
    });
  return { lines, clock, narrator, seen, failed, identified };
}
