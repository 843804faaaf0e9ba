/** Runs a built sub-action (dist) as a step, against a simulator. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type RunningStep,
  type StepOptions,
  type StepResult,
  startStep,
} from '../../simulator/github-runner.ts';
import type { Simulator } from '../../simulator/simulator.ts';
import { givenInputs, type Inputs, ROOT, type StepSettings } from './step.ts';

export type SubAction = 'create-job' | 'configure-job' | 'get-job' | 'backfill' | 'run-jobs';

/** How a sub-action is written in the workflow. */
export function optionsOf(
  simulator: Simulator,
  action: SubAction,
  inputs: Inputs = {},
  settings: StepSettings = {},
): StepOptions {
  const { accessKey, secretKey, url: apiUrl } = simulator;
  const all: Inputs = { accessKey, secretKey, apiUrl, ...inputs };
  return { action: join(ROOT, action), with: givenInputs(all), ...settings };
}

export function start(
  simulator: Simulator,
  action: SubAction,
  inputs: Inputs = {},
  settings: StepSettings = {},
): RunningStep {
  return startStep(optionsOf(simulator, action, inputs, settings));
}

export function run(
  simulator: Simulator,
  action: SubAction,
  inputs: Inputs = {},
  settings: StepSettings = {},
): Promise<StepResult> {
  return start(simulator, action, inputs, settings).finished;
}

/** A workspace with these files; it is removed at the end of the test. */
export function workspaceWith(files: Readonly<Record<string, string>>): { path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'workspace-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The definition of a small job, as a team would write it. */
export const DEFINITION = `name: sales_daily
nodes:
  - id: 1697771234567
    type: SOURCE_OBS
    name: Object Storage
    parentNodeIds: []
    regionNo: "1"
    bucketName: sales
    prefix: incoming
    dataType: CSV
    fieldList:
      - {name: id, type: string}
      - {name: amount, type: string}
  - id: 1697771234568
    type: TRANSFORM_FILTER
    name: 필터
    parentNodeIds: [1697771234567]
    filterType: AND
    filterConditionList:
      - {name: amount, operator: NE, value: "0"}
  - id: 1697771234569
    type: TARGET_OBS
    name: Object Storage
    parentNodeIds: [1697771234568]
    regionNo: "1"
    bucketName: sales
    prefix: filtered
    dataType: CSV
    updateType: OVERWRITE
    fieldList:
      - {name: id, type: string}
      - {name: amount, type: string}
`;
