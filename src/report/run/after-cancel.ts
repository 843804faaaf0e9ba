import type { AfterCancel } from '../../execution/outcome.ts';
import { remedyFor } from '../causes.ts';

/** What became of an execution that the step stopped waiting for. */
export function afterCancel(left: AfterCancel, execution: string): string {
  switch (left.kind) {
    case 'left':
      return `${execution} was left running.`;
    case 'canceled':
      return `${execution} was cancelled.`;
    case 'ended':
      return `${execution} had ended before (${left.status}).`;
    case 'asked':
      return `${execution} was asked to stop; the service has not confirmed it yet.`;
    case 'refused':
      return `${execution} is still running: it could not be cancelled. ${left.error.message}.`;
    case 'no-response':
      return `${execution} may still be running: there was no response to the request to cancel it.`;
  }
}

/** What the reader has to do about it. */
export function nextAfterCancel(left: AfterCancel, attach: string): string[] {
  switch (left.kind) {
    case 'left':
      return [attach];
    case 'refused':
      return [remedyFor(left.error).next, 'Cancel it in the Data Flow console if it is not needed.'];
    case 'asked':
    case 'no-response':
      return ['Check in the log of the post step, or in the Data Flow console, that it has stopped.'];
    case 'canceled':
    case 'ended':
      return [];
  }
}
