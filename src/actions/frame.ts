import type { ClientEvent } from '../dataflow/call.ts';
import type { ConnectionConfig } from '../inputs/connection.ts';
import { InputError } from '../inputs/reader.ts';
import { defect, messageOf } from '../report/explanation.ts';
import { writeEnd } from '../report/step-end.ts';
import { cancelSignal } from '../runner/cancel-signal.ts';
import { actionsRunner, type Runner } from '../runner/runner.ts';
import { systemClock } from '../time/clock.ts';
import { type Connection, connect } from './connection.ts';

/** What every program of this project has at hand. */
export interface Frame {
  readonly runner: Runner;
  /** Aborted when the runner cancels the step. */
  readonly cancelled: AbortSignal;
  /** Connects to the services, once; the frame closes the connection. */
  readonly connect: (config: ConnectionConfig, emit: (event: ClientEvent) => void) => Connection;
}

/** A program in its parts. */
export interface Program {
  /** The title of the annotation for an error of this action. */
  readonly title: string;
  /**
   * Reads the inputs, does the work and reports it.
   * @returns whether the step succeeds
   * @throws InputError of the inputs
   */
  readonly work: (frame: Frame) => Promise<boolean>;
  /** Reports what is wrong with the inputs. */
  readonly reportProblems: (runner: Runner, problems: readonly string[]) => void;
  /** Whether it has the outputs conclusion and message; they are written after an error of this action, too. */
  readonly hasConclusion: boolean;
}

/**
 * The frame of a program: the step fails unless `work` says that it succeeded, signals of the runner arrive in
 * `cancelled`, wrong inputs are reported, and an error that nothing else caught is one annotation.
 */
export async function runInFrame(program: Program): Promise<void> {
  process.exitCode = 1;
  const cancelled = cancelSignal(systemClock);
  const runner = actionsRunner();
  try {
    if (await workOrReportProblems(program, runner, cancelled)) process.exitCode = 0;
  } catch (error) {
    if (error instanceof Error && error.stack) runner.log.debug(error.stack);
    const explanation = defect(undefined, error);
    if (program.hasConclusion)
      writeOutputs(runner, { conclusion: 'unknown', message: messageOf(explanation) });
    writeEnd(runner, { title: program.title, succeeds: false, explanation });
  }
}

async function workOrReportProblems(
  { work, reportProblems }: Program,
  runner: Runner,
  cancelled: AbortSignal,
): Promise<boolean> {
  let connection: Connection | undefined;
  const connectOnce: Frame['connect'] = (config, emit) => {
    connection = connect(config, emit);
    return connection;
  };
  try {
    return await work({ runner, cancelled, connect: connectOnce });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    reportProblems(runner, error.problems);
    return false;
  } finally {
    await connection?.close();
  }
}

/** Writes outputs by name. */
export function writeOutputs(runner: Runner, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs)) runner.setOutput(name, value);
}
