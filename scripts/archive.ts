/** The archive of the repository that a runner downloads, made as GitHub makes it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const LARGEST_ARCHIVE_BYTES = 64 * 1024 * 1024;

function git(args: readonly string[], env: NodeJS.ProcessEnv = {}): Buffer {
  return execFileSync('git', args, {
    cwd: root,
    env: { ...process.env, ...env },
    maxBuffer: LARGEST_ARCHIVE_BYTES,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** `git archive | gzip -9` of a commit. */
export function archiveOf(commit: string): Buffer {
  return archive(commit, {});
}

/** The same of the working tree as it would be committed. Neither the index nor the object database is touched. */
export function archiveOfWorkingTree(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'archive-'));
  const objects = resolve(root, git(['rev-parse', '--git-path', 'objects']).toString().trim());
  const env = {
    GIT_INDEX_FILE: join(folder, 'index'),
    GIT_OBJECT_DIRECTORY: folder,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
  };
  try {
    git(['add', '--all'], env);
    return archive(git(['write-tree'], env).toString().trim(), env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function archive(treeish: string, env: NodeJS.ProcessEnv): Buffer {
  return gzipSync(git(['archive', '--format=tar', '--prefix=data-flow-action/', treeish], env), { level: 9 });
}
