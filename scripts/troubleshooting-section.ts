/** A section of docs/troubleshooting.md: a message with its explanation, and its row of the index. */
import { type Explanation, linesOf, messageOf } from '../src/report/explanation.ts';
import { anchorOf } from './headings.ts';

export interface Section {
  readonly heading: string;
  /** Text before the message; empty for a line that any step may have. */
  readonly intro: string;
  readonly explanation: Explanation;
  /** Text after the message, where the message does not say enough. */
  readonly about?: string;
}

export function sectionText({ heading, intro, explanation, about }: Section): string {
  const message = `\`\`\`text\n${linesOf(explanation).join('\n')}\n\`\`\``;
  return [`### ${heading}`, intro, message, about ?? ''].filter(Boolean).join('\n\n');
}

/** A row of the index: the message with … for what differs from run to run, and where it is explained. */
export function indexRow({ heading, explanation }: Section): string {
  const message = messageOf(explanation)
    .replace(/(job )?"job001" \(gqigvHhTu7ra\)|gqigvHhTu7ra/gi, (_all, word = '') => `${word}…`)
    .replace(/fKE22JFX4PAu|p4Y5PkQw8sZx|\b\d+m(\d+s)?\b|c9v1b6e2|bucket\/\S+\.log/g, '…')
    .replace(/\b20\d\d-\d\d-\d\d(?:T[\d:+]+)?|(?<=last COMPLETED )\S+(?=,)|h8RtYw3LqZ2c/g, '…')
    .replace(/"job001"/g, '"…"')
    .replace(/\b\d+ (?=of |dates|jobs|skipped)|(?<=of )\d+(?= (dates|jobs))|\b1h(?= ago)/g, (found) =>
      found.endsWith(' ') ? '… ' : '…',
    )
    .replace(/…(, …)+/g, '…');
  return `| ${message} | [${heading}](#${anchorOf(heading)}) |`;
}

/** Rows of the index in the order of the alphabet, whatever the case of the letters; equal ones as they come. */
export function inOrder(rows: readonly string[]): string[] {
  const message = (row: string) => row.split(' | [', 1)[0] ?? '';
  return rows.toSorted((a, b) => message(a).localeCompare(message(b), 'en'));
}
