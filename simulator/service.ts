import type { Execution } from './execution.ts';
import { newIdentifier } from './identifiers.ts';
import { documentedJob, type Job, jobFromSeed } from './job.ts';
import { type Plan, type Settings, type SimulatorOptions, settingsOf } from './options.ts';
import { historyOf, pastExecutionsOf } from './past-executions.ts';
import type { JsonObject } from './response.ts';
import { notFound } from './response.ts';
import { type ExecutionPlan, timelineOf } from './timeline.ts';

/** What the operations work on. */
export interface Service {
  readonly settings: Settings;
  readonly jobs: Map<string, Job>;
  /** In the order of their acceptance. */
  readonly executions: Execution[];
  plan: Plan;
  /** How many executions requests have started. */
  starts: number;
  /** The service's clock. */
  nowMs(): number;
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
  const nowMs = (): number => settings.now() + settings.clockOffsetMs;
  const list = settings.jobs.map((seed, index) => {
    const documented = index === 0 ? documentedJob : { ...documentedJob, jobId: newIdentifier() };
    return jobFromSeed({ ...documented, ...seed }, settings.edition, newIdentifier(), nowMs());
  });
  const past = settings.pastExecutions ?? historyOf(settings.history);
  return {
    settings,
    jobs: new Map(list.map((job) => [job.jobId, job])),
    executions: list.slice(0, 1).flatMap((job) => pastExecutionsOf(job, past, nowMs())),
    plan: settings.plan,
    starts: 0,
    nowMs,
  };
}

/** The plan of the execution with this number; 0 stands for one that no request started. */
export function planFor(service: Service, startNumber: number): ExecutionPlan {
  return typeof service.plan === 'function' ? service.plan(startNumber) : service.plan;
}

/** The job with this id; 404 when nothing has it. */
export function jobWithId(service: Service, jobId: string): Job {
  const job = service.jobs.get(jobId);
  if (!job) throw notFound(`Job ${jobId} does not exist.`);
  return job;
}

/** The execution with this id of this job; 404 when nothing has it or when it can't be read yet. */
export function executionWithId(service: Service, jobId: string, executionId: string): Execution {
  jobWithId(service, jobId);
  const execution = listedExecutions(service, jobId).find((each) => each.jobExecutionId === executionId);
  if (!execution) throw notFound(`Job execution ${executionId} does not exist.`);
  return execution;
}

/** The executions of a job that can be read by now, oldest first. */
export function listedExecutions(service: Service, jobId: string): Execution[] {
  const nowMs = service.nowMs();
  return service.executions.filter((each) => each.jobId === jobId && each.listedFromMs <= nowMs);
}

/** Accepts an execution now. */
export function startExecution(service: Service, job: Job, start: Start): Execution {
  const { plan, ...given } = start;
  const acceptedAtMs = service.nowMs();
  const execution: Execution = {
    jobExecutionId: newIdentifier(),
    jobId: job.jobId,
    jobName: job.name,
    ...given,
    triggerName: undefined,
    type: start.workflowId ? 'WORKFLOW' : 'JOB',
    acceptedAtMs,
    listedFromMs: acceptedAtMs + service.settings.listedAfterMs,
    speed: service.settings.speed,
    consoleLog: plan.consoleLog,
    consoleLogPath: undefined,
    ignoresCancel: plan.ignoresCancel ?? false,
    cancelTakesMs: plan.cancelTakesMs ?? 0,
    timeline: timelineOf(plan),
  };
  service.executions.push(execution);
  return execution;
}
