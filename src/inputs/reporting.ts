import { readOrigin } from './connection.ts';
import type { InputReader } from './reader.ts';

const CONSOLE_LOG_WHEN = ['failure', 'always', 'never'] as const;
/** When the end of the console log is shown. */
export type ConsoleLogWhen = (typeof CONSOLE_LOG_WHEN)[number];

const OBJECT_STORAGE = { origin: 'https://kr.object.ncloudstorage.com', region: 'kr-standard' } as const;

/** What is shown of executions, and where their logs are read. */
export interface ReportingConfig {
  readonly consoleLog: ConsoleLogWhen;
  /** How many of its last lines. */
  readonly consoleLogLines: number;
  readonly objectStorage: { readonly origin: string; readonly region: string };
  readonly summary: boolean;
}

/** The inputs consoleLog, consoleLogLines, objectStorageUrl, objectStorageRegion and summary. */
export function readReporting(reader: InputReader): ReportingConfig {
  return {
    consoleLog: reader.choice('consoleLog', CONSOLE_LOG_WHEN, 'failure'),
    consoleLogLines: reader.integer('consoleLogLines', { minimum: 1, maximum: 10_000 }, 100),
    objectStorage: {
      origin: readOrigin(reader, 'objectStorageUrl', OBJECT_STORAGE.origin),
      region: reader.text('objectStorageRegion') ?? OBJECT_STORAGE.region,
    },
    summary: reader.yesNo('summary', true),
  };
}
