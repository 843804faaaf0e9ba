/**
 * Makes docs/troubleshooting.md from the texts that the run action and its post step print, so that a search for a
 * message finds it. With --write it writes the page; without, it fails when the page is not as it should be.
 */
import { join } from 'node:path';
import { conclusionOf } from '../src/execution/outcome.ts';
import { type Explanation, linesOf, messageOf } from '../src/report/explanation.ts';
import { explain } from '../src/report/run/explanation.ts';
import { explainCleanUp, explainNoCleanUp } from '../src/report/run/post-step.ts';
import { CLEAN_UPS } from './clean-up-examples.ts';
import { anchorOf } from './headings.ts';
import { makePage } from './made-page.ts';
import { RESULTS } from './result-examples.ts';

interface Section {
  readonly heading: string;
  /** Text before the message. */
  readonly intro: string;
  readonly explanation: Explanation;
}

const step: readonly Section[] = RESULTS.map(({ heading, result, reason }) => ({
  heading,
  intro: `conclusion: \`${conclusionOf(result)}\`\n\n`,
  explanation: explain(result, reason),
}));
const post: readonly Section[] = [
  ...CLEAN_UPS.map(({ heading, result }) => {
    const explanation = explainCleanUp('gqigvHhTu7ra', result);
    const intro = `The post step ${explanation.isClean ? 'succeeds' : 'fails'}.\n\n`;
    return { heading, intro, explanation };
  }),
  {
    heading: 'The post step gets wrong inputs',
    intro: 'The post step fails.\n\n',
    explanation: explainNoCleanUp(
      [
        {
          phase: 'known',
          jobId: 'gqigvHhTu7ra',
          jobExecutionId: 'fKE22JFX4PAu',
          cancel: true,
          how: 'started',
        },
      ],
      [
        'accessKey: not given; set the input, or NCLOUD_ACCESS_KEY_ID or NCLOUD_ACCESS_KEY in the environment.',
      ],
    ),
  },
];

function sectionText({ heading, intro, explanation }: Section): string {
  return `### ${heading}\n\n${intro}\`\`\`text\n${linesOf(explanation).join('\n')}\n\`\`\``;
}

/** A row of the index: the message with … for what differs from run to run, and where it is explained. */
function indexRow({ heading, explanation }: Section): string {
  const message = messageOf(explanation)
    .replace(/(job )?"job001" \(gqigvHhTu7ra\)|gqigvHhTu7ra/g, (_all, word = '') => `${word}…`)
    .replace(/fKE22JFX4PAu|p4Y5PkQw8sZx|\b\d+m(\d+s)?\b|c9v1b6e2/g, '…')
    .replace(/…(, …)+/g, '…');
  return `| ${message} | [${heading}](#${anchorOf(heading)}) |`;
}

const rows = [...step, ...post].map(indexRow).sort();
const text = `# Troubleshooting

<!-- Made by \`npm run troubleshooting\` from the texts in src/report. Do not edit. -->

A failed step has one error annotation. It says what happened, the cause and the next step. All of them are here,
with example values. NAVER Cloud support asks for the trace id. In the index, \`…\` is what differs from run to run.

| Message | Section |
| --- | --- |
${rows.join('\n')}

## The step

${step.map(sectionText).join('\n\n')}

## After the step

The post step works only when the step was ended while something was open: it was killed, or its time was over. It
does what the step had decided, and cancels nothing that is not proven to come from this step.

${post.map(sectionText).join('\n\n')}

## More than the message says

- Set the secret \`ACTIONS_STEP_DEBUG\` to \`true\`: the log then shows each request with its status, time and trace id.
- \`dryRun: true\` checks the inputs, the key, the job and the options, and starts nothing.
- The log of a failed execution is read from Object Storage with the same key: it needs read access to the bucket.
`;

makePage(join(import.meta.dirname, '..'), 'docs/troubleshooting.md', text, 'troubleshooting');
