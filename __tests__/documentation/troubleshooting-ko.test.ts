import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type KoreanTexts, koreanTroubleshooting } from '../../scripts/korean-troubleshooting.ts';
import { codeBlocks } from '../../scripts/workflow-sources.ts';
import { reportKorean } from './korean.ts';
import { ROOT, read } from './pages.ts';

const script = join(ROOT, 'scripts/troubleshooting-ko.ts');

describe('docs/troubleshooting.ko.md', () => {
  it('is made from the English page and the Korean texts, and every message has one', () => {
    const env = { ...process.env, RELEASE: '' };
    const { status, stderr } = spawnSync(process.execPath, [script], { env, encoding: 'utf8' });
    expect(status).toBe(0);
    reportKorean(stderr.split('\n').filter(Boolean));
  });

  it('has each message of the English page, as it is printed', () => {
    const messages = (file: string) => codeBlocks(read(file)).map(({ text }) => text);
    expect(messages('docs/troubleshooting.md').length).toBeGreaterThan(20);
    expect(messages('docs/troubleshooting.ko.md')).toEqual(messages('docs/troubleshooting.md'));
  });

  it('tells its rows and its titles apart, and uses every Korean text', () => {
    const page = read('docs/troubleshooting.ko.md');
    const rows = [...page.matchAll(/^\| (`.*) \| \[.*$/gm)].map(([, words]) => words);
    const titles = [...page.matchAll(/^### (.*)$/gm)].map(([, title]) => title);
    expect(rows.length).toBe(titles.length);
    expect(new Set(rows).size).toBe(rows.length);
    expect(new Set(titles).size).toBe(titles.length);
    const texts = parse(read('scripts/troubleshooting.ko.yml')) as KoreanTexts;
    expect(texts.messages.filter(({ title }) => !titles.includes(title))).toEqual([]);
  });
});

describe('a page in Korean', () => {
  const korean: KoreanTexts = {
    intro: '머리말',
    groups: { Step: { title: '스텝', text: '설명' } },
    messages: [
      { find: ['FAILED', 'twice'], title: '두 번 실패', cause: '가', next: '나' },
      { find: ['FAILED'], title: '실패', cause: '다', next: '라' },
    ],
  };
  const message = (heading: string, text: string) =>
    `### ${heading}\n\nconclusion: \`failure\`\n\n\`\`\`text\n${text}\n\`\`\`\n\n`;
  const english = (...messages: string[]) =>
    `# Troubleshooting\n\nIntro.\n\n## Step\n\nProse.\n\n${messages.join('')}`;

  it('explains a message by the first entry whose words are all in it', () => {
    const page = english(message('One', 'It FAILED twice.'), message('Two', 'It FAILED.'));
    const { text, missing } = koreanTroubleshooting(page, korean);
    expect(missing).toEqual([]);
    expect(text).toContain(
      '## 스텝\n\n설명\n\n### 두 번 실패\n\nconclusion: `failure`\n\n```text\nIt FAILED twice.\n```\n',
    );
    expect(text).toContain(
      '### 실패\n\nconclusion: `failure`\n\n```text\nIt FAILED.\n```\n\n- **원인:** 다\n- **할 일:** 라',
    );
    expect(text).not.toContain('Prose');
  });

  it('has an index, with the anchors of equal headings numbered as GitHub numbers them', () => {
    const page = english(message('One', 'It FAILED.'), message('Two', 'She FAILED.'));
    const { text } = koreanTroubleshooting(page, korean);
    expect(text).toContain('| `FAILED` | [실패](#실패) |\n| `FAILED` | [실패](#실패-1) |');
  });

  it('tells equal messages apart by their English headings, and says in the index when each is meant', () => {
    const page = english(message('One', 'It FAILED.'), message('Two', 'It FAILED.'));
    const messages = [
      { find: ['FAILED'], heading: 'Two', when: '둘째', title: '둘', next: '나' },
      { find: ['FAILED'], title: '하나', next: '가' },
    ];
    const { text } = koreanTroubleshooting(page, { ...korean, messages });
    expect(text).toContain('| `FAILED` | [하나](#하나) |\n| `FAILED` (둘째) | [둘](#둘) |');
  });

  it.each([
    ['The post step fails.', 'post 스텝: 실패'],
    ['get-job: the step succeeds.', 'get-job: 성공'],
    ['conclusion: `unknown`', 'conclusion: `unknown`'],
  ])('says what became of the step: %s', (line, wanted) => {
    const page = english(message('One', 'It FAILED.')).replace('conclusion: `failure`', line);
    expect(koreanTroubleshooting(page, korean).text).toContain(`### 실패\n\n${wanted}\n\n`);
  });

  it('keeps what has no Korean yet in English, and names it', () => {
    const page = `${english(message('One', 'It was lost.'))}## More\n\nRead the log.\n`;
    const { text, missing } = koreanTroubleshooting(page, korean);
    expect(missing).toEqual(['message: Step, One', 'group: More']);
    expect(text).toContain(
      '### One\n\nconclusion: `failure`\n\n```text\nIt was lost.\n```\n\n한국어 설명이 아직 없습니다.',
    );
    expect(text).toContain('## More\n\nRead the log.');
  });
});
