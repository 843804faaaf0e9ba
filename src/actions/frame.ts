import { REPORT_DEFECT } from '../report/explanation.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';

/** What every program of this project has at hand. */
export interface Frame {
  readonly runner: Runner;
  /** Aborted when the runner cancels the step. */
  readonly cancelled: AbortSignal;
}

/**
 * The frame of a program: the step fails unless `work` says that it succeeded, signals of the runner arrive in
 * `cancelled`, and an error that nothing else caught is one annotation.
 * @param title of that annotation
 * @param onDefect writes what outputs there are after such an error
 */
export async function runInFrame(
  title: string,
  work: (frame: Frame) => Promise<boolean>,
  onDefect?: (runner: Runner, message: string) => void,
): Promise<void> {
  process.exitCode = 1;
  const cancelled = cancelSignal(systemClock);
  const runner = actionsRunner();
  try {
    if (await work({ runner, cancelled })) process.exitCode = 0;
  } catch (error) {
    if (error instanceof Error && error.stack) runner.log.debug(error.stack);
    const message = `This action failed unexpectedly: ${String(error)}.`;
    onDefect?.(runner, message);
    runner.log.error(title, `${message}\nCause: an error of this action.\nNext step: ${REPORT_DEFECT}`);
  }
}
