/** The Korean page of troubleshooting: the messages of the English page as they are printed, explained in Korean. */
import { anchorOf } from './headings.ts';
import { inOrder } from './troubleshooting-section.ts';

/** The Korean explanation of the messages that have all of some words. */
export interface KoreanMessage {
  /** Words of the message, in English, as they are printed. The first entry whose words are all there counts. */
  readonly find: readonly string[];
  /** The English heading, where another section has the same message. */
  readonly heading?: string;
  /** When this section is meant and not the other one: for the index. */
  readonly when?: string;
  readonly title: string;
  /** Left out where nothing failed. */
  readonly cause?: string;
  readonly next: string;
}

/** scripts/troubleshooting.ko.yml. */
export interface KoreanTexts {
  /** Text before the first message. */
  readonly intro: string;
  /** How the index is read. */
  readonly index?: string;
  /** By the English heading (`## ...`) of a group of messages: heading and text in Korean. */
  readonly groups: Readonly<Record<string, { readonly title: string; readonly text?: string }>>;
  readonly messages: readonly KoreanMessage[];
}

/** The page, and its parts without Korean. */
export interface KoreanPage {
  readonly text: string;
  /** Groups and messages without Korean; they are in the page, in English. */
  readonly missing: readonly string[];
}

interface Entry {
  /** The English heading. */
  readonly heading: string;
  /** All below it. */
  readonly body: string;
  readonly messages: readonly string[];
}

const MESSAGE = /^```text\n([\s\S]*?)^```$/gm;

/**
 * @param english the English page: groups (`##`) of messages (`###` with blocks of text)
 * @returns a page with the same messages in the same order
 */
export function koreanTroubleshooting(english: string, korean: KoreanTexts): KoreanPage {
  const missing: string[] = [];
  const titles = new Map<string, number>();
  const index: string[] = [];
  const groups = sections(english, '##').map(({ heading, body }) => {
    const group = korean.groups[heading];
    if (!group) missing.push(`group: ${heading}`);
    const entries = sections(body, '###').map((entry) => {
      const { title, lines, found } = entryLines(entry, korean);
      if (!found) missing.push(`message: ${heading}, ${entry.heading}`);
      index.push(
        `| ${found ? indexed(found) : entry.heading} | [${title}](#${uniqueAnchor(title, titles)}) |`,
      );
      return lines;
    });
    const prose = group ? (group.text ?? '') : body.replace(/^### [\s\S]*/m, '').trim();
    return [`## ${group?.title ?? heading}`, ...(prose ? [prose.trim()] : []), ...entries.flat()];
  });
  const table = ['| 메시지에 있는 말 | 설명 |', '| --- | --- |', ...inOrder(index)].join('\n');
  const parts = ['# 문제 해결', '[English](troubleshooting.md)', MADE_BY, korean.intro.trim()];
  return {
    text: `${[...parts, '## 메시지로 찾기', ...(korean.index ? [korean.index.trim()] : []), table, ...groups.flat()].join('\n\n')}\n`,
    missing,
  };
}

const MADE_BY =
  '<!-- Made by `npm run troubleshooting` from docs/troubleshooting.md and scripts/troubleshooting.ko.yml. Do not edit. -->';

function entryLines(entry: Entry, { messages }: KoreanTexts) {
  const found = messages.find(
    ({ find, heading = entry.heading }) =>
      heading === entry.heading && entry.messages.some((text) => find.every((word) => text.includes(word))),
  );
  const title = found?.title ?? entry.heading;
  const [intro = ''] = entry.body.trim().split('\n', 1);
  const blocks = entry.messages.map((text) => `\`\`\`text\n${text}\`\`\``);
  const explanation = found ? explain(found) : '한국어 설명이 아직 없습니다.';
  return {
    title,
    found,
    lines: [`### ${title}`, ...introOf(intro), ...blocks, explanation],
  };
}

/** What became of the step, as the line before the message says it; none where there is no such line. */
function introOf(line: string): string[] {
  if (line.startsWith('conclusion: ')) return [line];
  const [, program = '', verb] = /^(?:The )?(.+?)(?:: the)? step (succeeds|fails)\.$/.exec(line) ?? [];
  if (!verb) return [];
  return [`${program === 'post' ? 'post 스텝' : program}: ${verb === 'fails' ? '실패' : '성공'}`];
}

function explain({ cause, next }: KoreanMessage): string {
  return [...(cause ? [`- **원인:** ${cause.trim()}`] : []), `- **할 일:** ${next.trim()}`].join('\n');
}

function indexed({ find, when }: KoreanMessage): string {
  return `${find.map((word) => `\`${word}\``).join(', ')}${when ? ` (${when})` : ''}`;
}

/** GitHub numbers the anchors of equal headings. */
function uniqueAnchor(title: string, titles: Map<string, number>): string {
  const anchor = anchorOf(title);
  const count = titles.get(anchor) ?? 0;
  titles.set(anchor, count + 1);
  return count === 0 ? anchor : `${anchor}-${count}`;
}

/** The parts of a text below its headings of one level. */
function sections(text: string, level: '##' | '###'): Entry[] {
  const heads = new RegExp(`^${level} (.+)$`, 'gm');
  const places = [...text.matchAll(heads)];
  return places.map((place, index) => {
    const body = text.slice(place.index + place[0].length, places[index + 1]?.index ?? text.length);
    return {
      heading: place[1] ?? '',
      body,
      messages: [...body.matchAll(MESSAGE)].map(([, message = '']) => message),
    };
  });
}
