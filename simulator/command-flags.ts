import { parseArgs } from 'node:util';
import type { Fault } from './faults.ts';
import type { SimulatorOptions } from './options.ts';
import { operationNames } from './routes.ts';

/** A flag that can't be used; the message is for the user. */
export class FlagError extends Error {}

/** Text of `--help`. */
export const help = `Usage: npm run simulator -- [flags]

Runs a simulated NAVER Cloud Data Flow service with its Object Storage on 127.0.0.1.

  --port <number>             port of the API (default: a free one)
  --object-storage-port <number>
                              port of the Object Storage (default: a free one)
  --edition 2025|2026         edition of the API documentation (default 2025)
  --max-concurrent-runs <number>
                              executions of the job at a time, in the 2026 edition (default 1)
  --over-limit <what>         what becomes of more: refuse, or keep-ready (default refuse)
  --order <order>             newest-first, oldest-first or shuffled (default newest-first)
  --history <number>          past executions of the job (default 3)
  --outcome <status>          COMPLETED, FAILED or CANCELED (default COMPLETED)
  --ready <duration>          how long an execution is READY (default 2s)
  --running <duration>        how long it is RUNNING (default 10s)
  --speed <number>            how much faster than real time executions go (default 1)
  --listed-after <duration>   until a new execution can be seen, in real time (default 0s)
  --fault <operation>:<kind>[:<nth>]
                              a fault of the nth request of the operation (default: the first);
                              can be repeated. Operations: * or
                              ${operationNames.slice(0, 5).join(', ')},
                              ${operationNames.slice(5).join(', ')}.
                              Kinds: an HTTP status such as 503, or reset-before, reset-after,
                              hang-before, hang-after, slow, late, trickle, truncated, garbled, empty,
                              text-plain, gzip, br, html, redirect, sent-twice, omit-executions
  --help                      this text

Durations: 500ms, 2s, 15m, 1h.
`;

const plainKinds = [
  'reset-before',
  'reset-after',
  'hang-before',
  'hang-after',
  'truncated',
  'garbled',
  'empty',
  'text-plain',
  'gzip',
  'br',
  'html',
  'redirect',
  'sent-twice',
  'omit-executions',
] as const;
const delaysMs = { slow: 5_000, late: 5_000, trickle: 20 } as const;
const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads the flags of the command; undefined when the user asks for help. */
export function optionsFromFlags(args: readonly string[]): SimulatorOptions | undefined {
  const flags = parsedFlags(args);
  if (flags.help) return undefined;
  return {
    port: wholeNumber('--port', flags.port, 65_535),
    objectStorage: {
      port: wholeNumber('--object-storage-port', flags['object-storage-port'], 65_535),
    },
    edition: oneOf('--edition', flags.edition, ['2025', '2026']),
    jobs: [{ maxConcurrentRuns: atLeastOne('--max-concurrent-runs', flags['max-concurrent-runs']) }],
    overLimit: oneOf('--over-limit', flags['over-limit'], ['refuse', 'keep-ready']),
    order: oneOf('--order', flags.order, ['newest-first', 'oldest-first', 'shuffled']),
    history: wholeNumber('--history', flags.history, 10_000),
    plan: {
      readyMs: durationMs('--ready', flags.ready),
      runningMs: durationMs('--running', flags.running),
      final: oneOf('--outcome', flags.outcome, ['COMPLETED', 'FAILED', 'CANCELED']),
    },
    speed: positiveNumber('--speed', flags.speed),
    listedAfterMs: durationMs('--listed-after', flags['listed-after']),
    faults: flags.fault.map(faultFrom),
  };
}

function parsedFlags(args: readonly string[]) {
  const text = (usual: string) => ({ type: 'string', default: usual }) as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: text('0'),
        'object-storage-port': text('0'),
        edition: text('2025'),
        'max-concurrent-runs': text('1'),
        'over-limit': text('refuse'),
        order: text('newest-first'),
        history: text('3'),
        outcome: text('COMPLETED'),
        ready: text('2s'),
        running: text('10s'),
        speed: text('1'),
        'listed-after': text('0s'),
        fault: { type: 'string', multiple: true, default: [] },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(flag: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === value);
  if (choice === undefined)
    throw new FlagError(`${flag} must be one of ${choices.join(', ')}, not '${value}'.`);
  return choice;
}

function wholeNumber(flag: string, value: string, most: number): number {
  if (/^\d{1,6}$/.test(value) && Number(value) <= most) return Number(value);
  throw new FlagError(`${flag} must be a whole number from 0 to ${most}, not '${value}'.`);
}

function positiveNumber(flag: string, value: string): number {
  if (/^\d+(\.\d+)?$/.test(value) && Number(value) > 0) return Number(value);
  throw new FlagError(`${flag} must be a number above 0, not '${value}'.`);
}

function durationMs(flag: string, value: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? [];
  if (number === '')
    throw new FlagError(`${flag} must be a duration such as 500ms, 2s or 15m, not '${value}'.`);
  return Number(number) * (unitsMs[unit] ?? 1);
}

function faultFrom(value: string): Fault {
  const [operation = '', kind = '', nth, ...rest] = value.split(':');
  if (rest.length > 0) throw new FlagError(`--fault must be <operation>:<kind>[:<nth>], not '${value}'.`);
  const on = oneOf('--fault operation', operation, ['*', ...operationNames]);
  const request = nth === undefined ? {} : { nth: atLeastOne('--fault nth', nth) };
  if (/^[1-5]\d\d$/.test(kind)) return { on, ...request, kind: 'status', status: Number(kind) };
  if (kind === 'slow' || kind === 'late' || kind === 'trickle') {
    return { on, ...request, kind, delayMs: delaysMs[kind] };
  }
  return { on, ...request, kind: oneOf('--fault kind', kind, plainKinds) };
}

function atLeastOne(flag: string, value: string): number {
  if (/^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new FlagError(`${flag} must be a whole number of 1 or more, not '${value}'.`);
}
