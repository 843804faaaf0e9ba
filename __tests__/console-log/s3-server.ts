import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The one key that the server knows. */
export const S3_KEYS = { accessKey: 'S3RVER', secretKey: 'S3RVER' };

/** Runs in a process of its own; it has no command in its package. */
const PROGRAM = `
const S3rver = require(process.argv[1]);
new S3rver({ directory: process.argv[2], address: '127.0.0.1', port: 0, silent: true,
  configureBuckets: [{ name: 'logs', configs: [] }] })
  .run().then(({ port }) => console.log(port));
`;

/** A real S3 server, s3rver, that checks the signatures of the requests that have one. */
export async function startS3Server() {
  const directory = await mkdtemp(join(tmpdir(), 's3-'));
  const library = createRequire(import.meta.url).resolve('@20minutes/s3rver');
  const options = ['--openssl-legacy-provider', '-e', PROGRAM, library, directory];
  const server = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = (await once(createInterface(server.stdout), 'line')) as [string];
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    /** Takes in an object, without a signature. */
    async put(path: string, content: Buffer | string): Promise<void> {
      const target = path.split('/').map(encodeURIComponent).join('/');
      const response = await fetch(`${origin}/${target}`, {
        method: 'PUT',
        body: new Uint8Array(Buffer.from(content)),
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    },
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
