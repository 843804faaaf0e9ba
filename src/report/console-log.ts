import type { ConsoleLog } from '../console-log/console-log.ts';
import type { Log } from '../runner/log.ts';

/**
 * Shows the end of a console log, folded away, or the one line that says why there is none.
 * @param title of the folded part, such as `Console log`
 */
export function logConsoleLog(log: Log, consoleLog: ConsoleLog, title: string): void {
  if (consoleLog.kind === 'unreadable') return log.info(consoleLog.reason);
  const { lines, isWhole, encodingNote } = consoleLog;
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  if (encodingNote) log.info(encodingNote);
  log.group(`${title}, ${isWhole ? `${count} in all` : `the last ${count}`}`, lines);
}
