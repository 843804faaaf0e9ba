/**
 * Makes docs/troubleshooting.ko.md from docs/troubleshooting.md and scripts/troubleshooting.ko.yml.
 *
 *     node scripts/troubleshooting-ko.ts [--write]
 *
 * Without --write it only compares, and ends with 1 when the page differs. What has no Korean yet stays English and
 * is named; with RELEASE=true that is an error.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type KoreanTexts, koreanTroubleshooting } from './korean-troubleshooting.ts';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/troubleshooting.ko.md');
const english = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
const texts = parse(readFileSync(join(root, 'scripts/troubleshooting.ko.yml'), 'utf8')) as KoreanTexts;
const { text, missing } = koreanTroubleshooting(english, texts);

if (process.argv.includes('--write')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/troubleshooting.ko.md is not what its sources say: run npm run troubleshooting.');
  process.exitCode = 1;
}
for (const what of missing) console.error(`scripts/troubleshooting.ko.yml has no text for ${what}`);
if (missing.length > 0 && process.env['RELEASE'] === 'true') process.exitCode = 1;
