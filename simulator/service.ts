import type { Execution } from './execution.ts';
import { identifierSource } from './identifiers.ts';
import { documentedJob, type Job, type JobSeed, jobFromSeed } from './job.ts';
import { ObjectStore } from './object-store.ts';
import { type Plan, type Settings, type SimulatorOptions, settingsOf } from './options.ts';
import { historyOf, pastExecutionsOf } from './past-executions.ts';
import { isFull, releaseHeld } from './places.ts';
import { badState, type JsonObject, notFound } from './response.ts';
import { type ExecutionPlan, timelineOf } from './timeline.ts';

/** Work that is done later than its request came. */
export interface LateWork {
  /** By the service's clock. */
  readonly dueMs: number;
  run(): void;
}

/** What the operations work on. */
export interface Service {
  readonly settings: Settings;
  readonly jobs: Map<string, Job>;
  /** In the order of their acceptance. */
  readonly executions: Execution[];
  readonly objects: ObjectStore;
  readonly late: Set<LateWork>;
  plan: Plan;
  /** How many executions requests have started. */
  starts: number;
  /** The service's clock. */
  nowMs(): number;
  /** A fresh id of a job or an execution. */
  newId(): string;
  /** Does what has become due up to now. Everything that reads or changes the service calls it first. */
  catchUp(): void;
}

/** One execution to start. */
export interface Start {
  readonly jobCondition: JsonObject;
  readonly parameters: JsonObject | undefined;
  readonly triggerId: string | undefined;
  readonly workflowId: string | undefined;
  readonly startedBy: 'request' | 'foreign';
  readonly plan: ExecutionPlan;
}

/** A service with its jobs and their past executions. */
export function createService(options: SimulatorOptions): Service {
  const settings = settingsOf(options);
  let workMs: number | undefined;
  const nowMs = (): number => workMs ?? settings.now() + settings.clockOffsetMs;
  const newId = identifierSource(settings.idSeed);
  const list = settings.jobs.map((seed, index) => seededJob(seed, index, settings, newId(), nowMs()));
  const past = settings.pastExecutions ?? historyOf(settings.history);
  const jobs = new Map(list.map((job) => [job.jobId, job]));
  const executions = list.slice(0, 1).flatMap((job) => pastExecutionsOf(job, past, nowMs()));
  const late = new Set<LateWork>();
  const catchUp = (): void => {
    const untilMs = nowMs();
    const due = [...late].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const work of due) {
      late.delete(work);
      releaseHeld(executions, jobs, work.dueMs);
      workMs = work.dueMs;
      try {
        work.run();
      } finally {
        workMs = undefined;
      }
    }
    releaseHeld(executions, jobs, untilMs);
  };
  const objects = new ObjectStore(settings.objectStorage.objects ?? {}, nowMs());
  const { plan } = settings;
  return { settings, jobs, executions, objects, late, plan, starts: 0, nowMs, newId, catchUp };
}

function seededJob(seed: JobSeed, index: number, settings: Settings, newId: string, nowMs: number): Job {
  const { jobId, nodes = [], ...documented } = documentedJob;
  const first = index === 0 ? { jobId } : {};
  const usualNodes = seed.type === 'SCRIPT' ? [] : nodes;
  return jobFromSeed({ ...documented, ...first, nodes: usualNodes, ...seed }, settings.edition, newId, nowMs);
}

/** The plan of the execution with this number; 0 is for one that no request started. */
export function planFor(service: Service, startNumber: number): ExecutionPlan {
  return typeof service.plan === 'function' ? service.plan(startNumber) : service.plan;
}

/** The job with this id; 404 when nothing has it. */
export function jobWithId(service: Service, jobId: string): Job {
  const job = service.jobs.get(jobId);
  if (!job) throw notFound(`Job ${jobId} does not exist.`);
  return job;
}

/** Which executions a response leaves out. */
export type Omits = (execution: Execution) => boolean;

/** The execution with this id of this job; 404 when nothing has it or when it can't be read yet. */
export function executionWithId(service: Service, jobId: string, id: string, omits?: Omits): Execution {
  jobWithId(service, jobId);
  const listed = listedExecutions(service, jobId, omits);
  const execution = listed.findLast((each) => each.jobExecutionId === id);
  if (!execution) throw notFound(`Job execution ${id} does not exist.`);
  return execution;
}

/** The executions of a job that can be read by now, oldest first. */
export function listedExecutions(service: Service, jobId: string, omits?: Omits): Execution[] {
  const nowMs = service.nowMs();
  const listed = service.executions.filter((each) => each.jobId === jobId && each.listedFromMs <= nowMs);
  return omits ? listed.filter((each) => !omits(each)) : listed;
}

/** Refuses a start over maxConcurrentRuns, where the service does so; 2025 has no such field. */
export function requirePlace(service: Service, job: Job): void {
  const { settings, executions } = service;
  if (settings.edition === '2025' || settings.overLimit !== 'refuse') return;
  if (!isFull(executions, job, service.nowMs())) return;
  throw badState(`Job ${job.jobId} has ${job.maxConcurrentRuns} executions, the most that it may have.`);
}

/** Accepts an execution now. */
export function startExecution(service: Service, job: Job, start: Start): Execution {
  const { plan, ...given } = start;
  const { settings, executions } = service;
  const acceptedAtMs = service.nowMs();
  const course = timelineOf(plan);
  const keeps = settings.edition === '2026' && settings.overLimit === 'keep-ready';
  const isHeld = keeps && isFull(executions, job, acceptedAtMs);
  const execution: Execution = {
    jobExecutionId: plan.jobExecutionId ?? service.newId(),
    jobId: job.jobId,
    jobName: job.name,
    ...given,
    triggerName: undefined,
    type: start.workflowId ? 'WORKFLOW' : 'JOB',
    acceptedAtMs,
    listedFromMs: acceptedAtMs + (plan.listedAfterMs ?? settings.listedAfterMs),
    speed: settings.speed,
    consoleLog: plan.consoleLog,
    consoleLogPath: undefined,
    cancelTakesMs: plan.cancelTakesMs ?? 0,
    timeline: isHeld ? course.slice(0, 1) : course,
    held: isHeld ? course : undefined,
  };
  executions.push(execution);
  return execution;
}
