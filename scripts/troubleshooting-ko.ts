/**
 * Makes docs/troubleshooting.ko.md from docs/troubleshooting.md and scripts/troubleshooting.ko.yml.
 *
 *     node scripts/troubleshooting-ko.ts [--write]
 *
 * Without --write it only compares, and ends with 1 when the page differs. What has no Korean yet stays English and
 * is named; with RELEASE=true that is an error.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type KoreanTexts, koreanTroubleshooting } from './korean-troubleshooting.ts';
import { makePage, nameMissingKorean } from './made-page.ts';

const root = join(import.meta.dirname, '..');
const english = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
const texts = parse(readFileSync(join(root, 'scripts/troubleshooting.ko.yml'), 'utf8')) as KoreanTexts;
const { text, missing } = koreanTroubleshooting(english, texts);

makePage(root, 'docs/troubleshooting.ko.md', text, 'troubleshooting');
nameMissingKorean('scripts/troubleshooting.ko.yml', missing);
