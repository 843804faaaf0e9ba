import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { modulesOf } from '../scripts/bundle-contents.ts';
import { type Spread, spreadOf } from './noise.ts';

const root = join(import.meta.dirname, '..');
const ncc = join(
  dirname(createRequire(import.meta.url).resolve('@vercel/ncc/package.json')),
  'dist/ncc/cli.js',
);

/** What a piece of the bundle weighs. */
export interface Weight {
  readonly bytes: number;
  readonly gzippedBytes: number;
}

/** How a dependency is used, for a bundle of it alone. */
export interface Use {
  readonly name: string;
  /** The module that is imported, seen from a folder in node_modules; default: the package by its name. */
  readonly from?: string;
  /** Such as `{ EnvHttpProxyAgent }`. */
  readonly imports: string;
}

export function weightOf(texts: readonly (string | Buffer)[]): Weight {
  const joined = Buffer.concat(texts.map((text) => Buffer.from(text)));
  return { bytes: joined.length, gzippedBytes: gzipSync(joined, { level: 9 }).length };
}

/** The share of each package in dist, by the modules that went into the last build; '' is the action itself. */
export function shares(): Map<string, Weight> {
  const modules = modulesOf(join(root, 'build/statistics.json'));
  const packages = Map.groupBy(modules, ({ packageName = '' }) => packageName);
  return new Map(
    [...packages].map(([name, inside]) => [name, weightOf(inside.map(({ file }) => readFileSync(file)))]),
  );
}

/** What importing a dependency costs, in pairs with a process that imports nothing. */
export function startUpMs(use: Use, pairs: number): { weight: Weight; extraMs: Spread } {
  const folder = mkdtempSync(join(root, 'node_modules/.size-'));
  try {
    const entry = join(folder, 'entry.js');
    writeFileSync(
      entry,
      `import ${use.imports} from '${use.from ?? use.name}';\nglobalThis.used = ${used(use.imports)};\n`,
    );
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    mkdirSync(join(folder, 'nothing'));
    writeFileSync(join(folder, 'nothing/index.js'), '');
    const bundle = join(folder, 'bundle');
    execFileSync(process.execPath, [ncc, 'build', entry, '-o', bundle, '--no-cache', '--quiet'], {
      cwd: root,
    });
    const files = readdirSync(bundle).filter((name) => name.endsWith('.js'));
    const weight = weightOf(files.map((name) => readFileSync(join(bundle, name))));
    const extraMs = Array.from({ length: pairs + 1 }, () => {
      const withoutMs = processMs(join(folder, 'nothing/index.js'));
      return processMs(join(bundle, 'index.js')) - withoutMs;
    });
    return { weight, extraMs: spreadOf(extraMs.slice(1)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The names that an import clause brings. */
function used(imports: string): string {
  return imports.replace('* as ', '').replace(/^\{/, '[').replace(/\}$/, ']');
}

function processMs(file: string): number {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, [file], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${file} ended with ${status}`);
  return performance.now() - startedMs;
}
