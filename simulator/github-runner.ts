/** Runs a built JavaScript action as one step of a job, the way GitHub's runner does. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import {
  fileNames,
  inputs,
  readDefinition,
  runnerVariables,
  type StepOptions,
  savedState,
  type Variables,
} from './runner-environment.ts';
import {
  type Annotation,
  annotations,
  readLog,
  readPairs,
  type WorkflowCommand,
} from './workflow-commands.ts';

export type { StepOptions } from './runner-environment.ts';

export interface StepResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  durationMs: number;
  stdout: string;
  stderr: string;
  log: string; // what a person sees of both
  commands: WorkflowCommand[];
  annotations: Annotation[];
  outputs: Variables;
  state: Variables;
  summary: string;
  written: string; // all that the step wrote, unmasked: stdout, stderr and the runner's files
}

export interface RunningStep {
  readonly pid: number;
  readonly finished: Promise<StepResult>; // rejects when GITHUB_OUTPUT or GITHUB_STATE cannot be read
  output(): string; // stdout and stderr so far, by arrival
  waitForOutput(pattern: RegExp | string, timeoutMs?: number): Promise<void>; // default: 10 s
  kill(signal: NodeJS.Signals): void;
  cancel(): void; // SIGINT, 7.5 s later SIGTERM, 2.5 s later SIGKILL
  outputsSoFar(): Variables;
  stateSoFar(): Variables;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Bytes; the runner drops a longer summary. */
const summaryLimit = 1024 * 1024;

/** What a step has written to its two streams. */
interface Output {
  stdout: string;
  stderr: string;
  arrived: string; // both, by arrival
  lines: string; // both, by arrival of each whole line, which is how the runner reads them
  ended: boolean;
}

export function runStep(options: StepOptions): Promise<StepResult> {
  return startStep(options).finished;
}

/** The post step of a main step that was run with the same options. */
export function runPost(options: StepOptions, mainResult: StepResult): Promise<StepResult> {
  return runStep({ ...options, entry: 'post', state: { ...options.state, ...mainResult.state } });
}

export function startStep(options: StepOptions): RunningStep {
  const definition = readDefinition(options);
  const temp = mkdtempSync(join(tmpdir(), 'github-runner-'));
  const context = runnerVariables(options, temp);
  const child = spawn(options.node ?? process.execPath, [definition.program], {
    cwd: context['GITHUB_WORKSPACE'],
    env: {
      ...context,
      ...inputs(definition, context, options),
      ...savedState(options.state),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const started = performance.now();
  const timers: NodeJS.Timeout[] = [];
  let result: StepResult | undefined;
  const finish = async () => {
    try {
      const [exitCode, signal] = await once(child, 'close');
      const durationMs = performance.now() - started;
      result = { exitCode, signal, durationMs, ...readResults(output, temp, options.debug) };
      return result;
    } finally {
      timers.forEach(clearTimeout);
      rmSync(temp, { recursive: true, force: true, maxRetries: 3 });
    }
  };
  const finished = finish();
  finished.catch(() => undefined); // Whoever kills a step need not wait for its end.
  return {
    pid: child.pid ?? Number.NaN,
    finished,
    output: () => output.arrived,
    waitForOutput: (pattern, timeoutMs = 10_000) => waitForOutput(output, pattern, timeoutMs),
    kill: (signal) => void child.kill(signal),
    cancel: () => {
      child.kill('SIGINT');
      timers.push(setTimeout(() => child.kill('SIGTERM'), 7_500));
      timers.push(setTimeout(() => child.kill('SIGKILL'), 10_000));
    },
    outputsSoFar: () => (result ?? readResults(output, temp)).outputs,
    stateSoFar: () => (result ?? readResults(output, temp)).state,
  };
}

function collect(child: Child): Output {
  const output: Output = { stdout: '', stderr: '', arrived: '', lines: '', ended: false };
  for (const name of ['stdout', 'stderr'] as const) {
    let line = '';
    child[name].setEncoding('utf8');
    child[name].on('data', (text: string) => {
      output[name] += text;
      output.arrived += text;
      line += text;
      const end = line.lastIndexOf('\n') + 1;
      output.lines += line.slice(0, end);
      line = line.slice(end);
    });
    child[name].on('end', () => {
      output.lines += line === '' ? '' : `${line}\n`;
    });
  }
  child.on('close', () => {
    output.ended = true;
  });
  return output;
}

async function waitForOutput(output: Output, pattern: RegExp | string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  const found = () =>
    typeof pattern === 'string' ? output.arrived.includes(pattern) : output.arrived.search(pattern) >= 0;
  while (!found()) {
    if (output.ended || performance.now() > deadline) {
      throw new Error(`the step has not written ${pattern}, but:\n${output.arrived}`);
    }
    await delay(10);
  }
}

/** The part of a step's result that can be read at any time. */
function readResults({ stdout, stderr, lines }: Output, temp: string, debug = false) {
  const [outputFile = '', stateFile = '', summaryFile = '', ...others] = fileNames.map((name) => {
    // The step may have removed it.
    return existsSync(join(temp, name)) ? readFileSync(join(temp, name), 'utf8') : '';
  });
  const { commands, visible } = readLog(lines, debug);
  // The toolkit prints such commands when it is given no files.
  const printed = (command: string) =>
    Object.fromEntries(
      commands
        .filter((each) => each.command === command)
        .map(({ properties, value }) => [properties['name'] ?? '', value]),
    );
  const tooLong = Buffer.byteLength(summaryFile) > summaryLimit;
  return {
    stdout,
    stderr,
    log: [...visible, ...(tooLong ? ['Error: $GITHUB_STEP_SUMMARY is too long'] : [])].join('\n'),
    commands,
    annotations: annotations(commands),
    outputs: { ...printed('set-output'), ...readPairs(outputFile) },
    state: { ...printed('save-state'), ...readPairs(stateFile) },
    summary: tooLong ? '' : summaryFile,
    written: [stdout, stderr, outputFile, stateFile, summaryFile, ...others].join('\n'),
  };
}
