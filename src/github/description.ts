import { createHmac, timingSafeEqual } from 'node:crypto';
import { plainLine, shortened } from '../text/plain.ts';

/** Which step this is: the same in every attempt of a workflow run, and of no other step. */
export interface StepIdentity {
  readonly runId: string;
  /** GITHUB_JOB. */
  readonly job: string;
  /** GITHUB_ACTION: the step within its job. */
  readonly step: string;
  /** The leg of a matrix; empty where the runner gives none. */
  readonly matrixIndex: string;
  /** The Data Flow job. */
  readonly jobId: string;
}

/** How a step came to its execution: it (or an earlier attempt of it) started it, or attached to it. */
export type Origin = 'started' | 'attached';

/** What one status records for later attempts. */
export interface Recorded {
  /** The attempt that published it, from 1. */
  readonly attempt: number;
  /** Which of the attempt's statuses it is, from 1. */
  readonly sequence: number;
  /** Empty when there was no execution. */
  readonly jobExecutionId: string;
  readonly origin: Origin | 'none';
}

/** GitHub's limit. */
const LONGEST_DESCRIPTION = 140;
/** 20 characters of base64url: 120 bits. */
const MAC_CHARACTERS = 20;
const FORM = /^(?:Execution (\S+)|No execution): .* \[(\d{1,9})\.(\d{1,9}) ([\w-]{20})\]$/;

/**
 * The descriptions of commit statuses: a text for people, and behind it a record that only the holder of the secret
 * key can write. Its code (HMAC-SHA256) covers the step's identity, the attempt and the execution. So a status of
 * another run, step or matrix leg does not verify, and an old one that is published again changes nothing.
 */
export class Descriptions {
  readonly #secretKey: string;
  readonly #identity: StepIdentity;

  constructor(secretKey: string, identity: StepIdentity) {
    this.#secretKey = secretKey;
    this.#identity = identity;
  }

  /**
   * @param state the last state of the execution, for people; it is shortened to fit
   * @returns at most 140 characters, unless the execution's id alone is longer than about 100
   */
  write(recorded: Recorded, state: string): string {
    const { attempt, sequence, jobExecutionId } = recorded;
    const head = jobExecutionId === '' ? 'No execution' : `Execution ${jobExecutionId}`;
    const end = ` [${attempt}.${sequence} ${this.#code(recorded)}]`;
    const room = Math.max(LONGEST_DESCRIPTION - head.length - 2 - end.length, 1);
    return `${head}: ${shortened(plainLine(state), room)}${end}`;
  }

  /** @returns undefined for a description that `write` did not make with the same key for the same step */
  read(description: string): Recorded | undefined {
    const match = FORM.exec(description);
    if (!match) return undefined;
    const [, jobExecutionId = '', attempt, sequence, code = ''] = match;
    const origins = jobExecutionId === '' ? (['none'] as const) : (['started', 'attached'] as const);
    return origins
      .map((origin) => ({ attempt: Number(attempt), sequence: Number(sequence), jobExecutionId, origin }))
      .find((recorded) => timingSafeEqual(Buffer.from(this.#code(recorded)), Buffer.from(code)));
  }

  #code({ attempt, sequence, jobExecutionId, origin }: Recorded): string {
    const { runId, job, step, matrixIndex, jobId } = this.#identity;
    const identity = [runId, job, step, matrixIndex, jobId];
    // A JSON list: no two records have the same text. Its beginning keeps it apart from all that the key signs elsewhere.
    const text = JSON.stringify(['commit status', ...identity, attempt, sequence, jobExecutionId, origin]);
    return createHmac('sha256', this.#secretKey).update(text).digest('base64url').slice(0, MAC_CHARACTERS);
  }
}
