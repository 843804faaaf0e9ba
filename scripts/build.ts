/** Makes dist from src: tsc to build/, ncc to one bundle, and one small file for each entry. */
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { modulesOf } from './bundle-contents.ts';
import { licencesOf } from './licenses.ts';

const root = join(import.meta.dirname, '..');
const resolve = createRequire(import.meta.url).resolve;

/** File in dist -> the function of src/actions/index.ts that it calls. */
const entries = {
  run: 'run',
  'run-post': 'runPost',
  'create-job': 'createJob',
  'configure-job': 'configureJob',
  'get-job': 'getJob',
  backfill: 'backfill',
  'run-jobs': 'runJobs',
};

function node(script: string, ...args: string[]): void {
  execFileSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
}

const build = join(root, 'build');
const bundle = join(build, 'dist');
const dist = join(root, 'dist');
/** Is kept: the size benchmark reads it, too. */
const statistics = join(build, 'statistics.json');

rmSync(build, { recursive: true, force: true });
node(join(dirname(resolve('typescript/package.json')), 'bin/tsc'), '-p', 'tsconfig.build.json');
node(
  join(dirname(resolve('@vercel/ncc/package.json')), 'dist/ncc/cli.js'),
  ...['build', 'build/actions/index.js', '-o', bundle, '--no-cache', '--quiet', '--stats-out', statistics],
);
writeFileSync(join(bundle, 'licenses.txt'), licencesOf(modulesOf(statistics)));
for (const [file, name] of Object.entries(entries)) {
  writeFileSync(join(bundle, `${file}.js`), `import { ${name} } from './index.js';\nawait ${name}();\n`);
}
// Last, so that a build that fails leaves dist as it was.
rmSync(dist, { recursive: true, force: true });
renameSync(bundle, dist);
