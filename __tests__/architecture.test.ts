import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { VERSION } from '../src/version.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');
const linesOf = (file: string) => textOf(file).trimEnd().split('\n').length;

/** What a file imports, types too: packages by name, files by their place in the repository. */
function importsOf(file: string): string[] {
  const specifiers = [...textOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
    ([, name = '']) => name,
  );
  return specifiers.map((name) =>
    name.startsWith('.') ? relative(root, join(root, dirname(file), name)) : name,
  );
}
const allImports = (folder: string) =>
  filesIn(folder).flatMap((file) => importsOf(file).map((to) => ({ file, to })));

const src = filesIn('src');
const simulator = filesIn('simulator');

/** Folders that know a service, and folders that use those. */
const services = ['dataflow', 'object-storage', 'console-log', 'job'];
const users = ['execution', 'inputs', 'github', 'report', 'runner', 'actions'];

describe('imports', () => {
  it('are found at all', () => {
    expect(importsOf('src/execution/run.ts')).toContain('src/dataflow/executions.ts');
    expect(importsOf('src/runner/toolkit.ts')).toContain('node_modules/@actions/core/lib/command.js');
    expect(importsOf('src/inputs/yaml.ts')).toContain('yaml');
  });

  it('of @actions/* stand in src/runner only', () => {
    const others = allImports('src').filter(
      ({ file, to }) => to.includes('@actions/') && !file.startsWith('src/runner/'),
    );
    expect(others).toEqual([]);
  });

  it.each([
    ['text', ['time', 'http', ...services, ...users]],
    ['time', ['http', ...services, ...users]],
    ['http', [...services, ...users]],
    ['object-storage', ['job', 'console-log', ...users]],
    ['dataflow', ['job', 'console-log', ...users]],
    ['console-log', ['job', ...users]],
    ['job', ['console-log', ...users]],
    ['execution', ['inputs', 'console-log', 'github', 'report', 'runner', 'actions']],
    ['inputs', ['console-log', 'github', 'report', 'runner', 'actions']],
    ['report', ['actions']],
    ['runner', ['actions', 'inputs', 'report', 'github']],
  ])('of src/%s do not reach the folders above it', (folder, above) => {
    const reaching = allImports(`src/${folder}`).filter(({ to }) =>
      above.some((name) => to.startsWith(`src/${name}/`)),
    );
    expect(reaching).toEqual([]);
  });

  it('of src never reach the simulator, those of the simulator never src', () => {
    expect(allImports('src').filter(({ to }) => to.startsWith('simulator/'))).toEqual([]);
    expect(allImports('simulator').filter(({ to }) => to.startsWith('src/'))).toEqual([]);
  });

  it('go in no circle, types aside', () => {
    const values = (file: string) =>
      [...textOf(file).matchAll(/^(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)'/gm)].map(
        ([, name = '']) => relative(root, join(root, dirname(file), name)),
      );
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path).not.toContain(file);
      if (done.has(file)) return;
      for (const next of values(file)) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of src) visit(file, []);
  });
});

describe('files', () => {
  it.each(src)('%s has at most 200 lines', (file) => {
    expect(linesOf(file)).toBeLessThanOrEqual(200);
  });

  it.each([...simulator, ...filesIn('scripts'), ...filesIn('bench')])('%s has at most 200 lines', (file) => {
    expect(linesOf(file)).toBeLessThanOrEqual(200);
  });

  it('say in their names what they are about', () => {
    const vague = [...src, ...simulator].filter((file) =>
      /^(utils?|helpers?|common|manager)\b/i.test(basename(file)),
    );
    expect(vague).toEqual([]);
  });
});

describe('the version', () => {
  it('is that of package.json', () => expect(VERSION).toBe(JSON.parse(textOf('package.json')).version));
});
