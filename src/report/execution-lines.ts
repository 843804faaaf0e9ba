import type { ExecutionEvent } from '../execution/context.ts';
import { formatDuration } from '../time/duration.ts';

type Kind = 'job-unreadable' | 'send-again' | 'ambiguous' | 'resend' | 'cancelling';

/** The log line of an event that reads the same for one execution and for many. */
export function executionLine(event: Extract<ExecutionEvent, { kind: Kind }>): string {
  switch (event.kind) {
    case 'job-unreadable':
      return `${event.error.message}; the given options are complete, so the job is started without reading it`;
    case 'send-again':
      return `${event.error.message}; sending the start again in ${formatDuration(event.pauseMs)}`;
    case 'ambiguous':
      return `${event.error.message}; searching for an execution of this start`;
    case 'resend':
      return `no new execution was listed for ${formatDuration(event.searchedMs)}; sending the start again`;
    case 'cancelling':
      return `cancelling execution ${event.jobExecutionId}: ${event.reason}`;
  }
}
