import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveOf, archiveOfWorkingTree } from '../scripts/archive.ts';
import { printGoals } from './goals.ts';
import { cells, machine } from './noise.ts';
import { shares, startUpMs, type Use, type Weight, weightOf } from './size-bundle.ts';

const USAGE = `Usage: node bench/size.ts [PAIRS]

Weighs dist, the archive that a runner downloads, and each dependency: its share of the last build, and what
importing it costs, in pairs with a process that imports nothing. Run npm run build before.

  PAIRS  pairs for each dependency; default: 20

Exits with 1 when a goal is missed.
`;

const LARGEST_ARCHIVE_BYTES = 600_000;

/** What src imports of each. */
const USES: readonly Use[] = [
  { name: 'undici', imports: '{ EnvHttpProxyAgent }', from: '../../build/http/undici.js' },
  { name: '@actions/core', imports: '{ setOutput }', from: '../../build/runner/toolkit.js' },
  { name: 'valibot', imports: '* as valibot' },
  { name: 'yaml', imports: '{ parseDocument }' },
  { name: 'aws4fetch', imports: '{ AwsV4Signer }' },
];

/** What dist would hold if src imported them by their names. */
const WHOLE: readonly Use[] = [
  { name: 'undici', imports: '{ EnvHttpProxyAgent }' },
  { name: '@actions/core', imports: '{ getInput }' },
  { name: '@actions/github', imports: '{ context }' },
];

const number = (bytes: number) => bytes.toLocaleString('en');
const cellsOf = ({ bytes, gzippedBytes }: Weight) => `${number(bytes)} | ${number(gzippedBytes)}`;

function print(title: string, head: readonly string[], rows: readonly string[]): void {
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'));
  const lines = [`### ${title}`, '', `| ${head.join(' | ')} |`, `| ${rule.join(' | ')} |`, ...rows];
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

function printDist(): void {
  const folder = join(import.meta.dirname, '../dist');
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name)) }));
  print(
    'dist',
    ['file', 'bytes', 'gzipped'],
    [
      ...files.map(({ name, text }) => `| ${name} | ${cellsOf(weightOf([text]))} |`),
      `| all | ${cellsOf(weightOf(files.map(({ text }) => text)))} |`,
    ],
  );
}

function printDependencies(pairs: number): void {
  const share = shares();
  const head = ['dependency', 'bytes', 'gzipped', 'start-up ms: min', 'median', 'max'];
  print(`Dependencies in dist (${pairs} pairs each)`, head, [
    ...USES.map((use) => {
      const weight = share.get(use.name) ?? { bytes: 0, gzippedBytes: 0 };
      return `| ${use.name} | ${cellsOf(weight)} | ${cells(startUpMs(use, pairs).extraMs, 1)} |`;
    }),
    `| the action itself | ${cellsOf(share.get('') ?? { bytes: 0, gzippedBytes: 0 })} | | | |`,
  ]);
  print(
    'Whole packages, bundled alone',
    head,
    WHOLE.map((use) => rowOfWhole(use, pairs)),
  );
}

function rowOfWhole(use: Use, pairs: number): string {
  const { weight, extraMs } = startUpMs(use, pairs);
  return `| ${use.name} | ${cellsOf(weight)} | ${cells(extraMs, 1)} |`;
}

function main(pairs: number): number {
  process.stdout.write(`${machine()}\n\n`);
  printDist();
  const head = archiveOf('HEAD').length;
  const tree = archiveOfWorkingTree().length;
  print(
    'Archive',
    ['of', 'gzipped bytes'],
    [`| HEAD | ${number(head)} |`, `| the working tree | ${number(tree)} |`],
  );
  printDependencies(pairs);
  return printGoals([
    {
      goal: `Archive under ${number(LARGEST_ARCHIVE_BYTES)} bytes`,
      met: tree < LARGEST_ARCHIVE_BYTES,
      measured: number(tree),
    },
  ]);
}

const [pairCount = '20'] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(pairCount)) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = main(Number(pairCount));
}
