/**
 * Makes docs/troubleshooting.md from the texts that the actions print, so that a search for a
 * message finds it. With --write it writes the page; without, it fails when the page is not as it should be.
 */
import { join } from 'node:path';
import { conclusionOf } from '../src/execution/outcome.ts';
import { defect } from '../src/report/explanation.ts';
import { explain } from '../src/report/run/explanation.ts';
import { explainCleanUp, explainNoCleanUp } from '../src/report/run/post-step.ts';
import { CLEAN_UPS } from './clean-up-examples.ts';
import { makePage } from './made-page.ts';
import { RESULTS } from './result-examples.ts';
import { JOB_SECTIONS } from './troubleshooting-jobs.ts';
import { LOG_SECTIONS } from './troubleshooting-log-lines.ts';
import { PLAN_SECTIONS } from './troubleshooting-plans.ts';
import { indexRow, inOrder, type Section, sectionText } from './troubleshooting-section.ts';

const step: readonly Section[] = [
  ...RESULTS.map(({ heading, result, reason }) => ({
    heading,
    intro: `conclusion: \`${conclusionOf(result)}\``,
    explanation: explain(result, reason),
  })),
  {
    heading: 'Any other error of this action',
    intro: 'conclusion: `unknown`',
    explanation: defect(undefined, new TypeError("Cannot read properties of undefined (reading 'status')")),
    about: "Check the job's execution history in the Data Flow console before you run the step again.",
  },
];
const post: readonly Section[] = [
  ...CLEAN_UPS.map(({ heading, result }) => {
    const explanation = explainCleanUp('gqigvHhTu7ra', result);
    const intro = `The post step ${explanation.isClean ? 'succeeds' : 'fails'}.`;
    return { heading, intro, explanation };
  }),
  {
    heading: 'The post step gets wrong inputs',
    intro: 'The post step fails.',
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

/** The groups of messages, each with the text above them. */
const GROUPS: readonly { heading: string; text?: string; sections: readonly Section[] }[] = [
  { heading: 'The step', sections: step },
  {
    heading: 'After the step',
    text: `The post step works only when the step ended before it had cleaned up: it was killed, or its time was over. It
does what the step had decided, and cancels nothing that is not proven to come from this step.`,
    sections: post,
  },
  {
    heading: 'backfill and run-jobs',
    text: `Wrong inputs have the text of "The inputs are wrong", and the post step has the texts above. The numbers count dates
(backfill) or jobs (run-jobs).`,
    sections: PLAN_SECTIONS,
  },
  {
    heading: 'create-job, configure-job and get-job',
    text: 'These actions have no post step and start no execution.',
    sections: JOB_SECTIONS,
  },
  {
    heading: 'Lines of the log that are no error',
    text: 'The step goes on after these lines. There is nothing to do.',
    sections: LOG_SECTIONS,
  },
];

const rows = inOrder(GROUPS.flatMap(({ sections }) => sections.map(indexRow)));
const groups = GROUPS.map(({ heading, text, sections }) =>
  [`## ${heading}`, ...(text ? [text] : []), ...sections.map(sectionText)].join('\n\n'),
);
const text = `# Troubleshooting

<!-- Made by \`npm run troubleshooting\` from the texts in src/report. Do not edit. -->

A failed step has one error annotation: what happened, then \`Cause:\`, then \`Next step:\`. This page has an example of
each. In the index, \`…\` is what differs from run to run; leave it out of a search. Error texts of the service, names and
numbers are examples too. NAVER Cloud support asks for the trace id.

| Message | Section |
| --- | --- |
${rows.join('\n')}

${groups.join('\n\n')}

## More than the message says

- Run the workflow again with *Enable debug logging*, or set the secret \`ACTIONS_STEP_DEBUG\` to \`true\`: the log then
  shows each request with its status, time and trace id.
- \`dryRun: true\` checks the inputs, the key, the job and the options, and starts nothing.
- The log of a failed execution is read from Object Storage with the same key: it needs read access to the bucket.
`;

makePage(join(import.meta.dirname, '..'), 'docs/troubleshooting.md', text, 'troubleshooting');
