/**
 * Puts packages beside the build, so that only what is used of them gets into the bundle. Their code stays as
 * published, and src imports them by their public names: tests of src run with whole packages, tests of dist with
 * what is left.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const published = join(import.meta.dirname, '../node_modules');

/** undici's own index.js loads all of it before the first request: fetch, WebSocket, caches, mocks. */
const UNDICI_INDEX = `'use strict'

const Dispatcher = require('./lib/dispatcher/dispatcher')
Dispatcher.prototype.request = require('./lib/api/api-request')

module.exports.EnvHttpProxyAgent = require('./lib/dispatcher/env-http-proxy-agent')
`;

/** @param folder the folder of the build: modules in it find these packages before the published ones */
export function addLightPackages(folder: string): void {
  const undici = copied('undici', folder);
  writeFileSync(join(undici, 'index.js'), UNDICI_INDEX);
  // Its modules only define things. Once that is declared, those that nobody calls are left out: OIDC with a
  // second HTTP client, and what runs programs.
  const core = join(copied('@actions/core', folder), 'package.json');
  const manifest: object = JSON.parse(readFileSync(core, 'utf8'));
  writeFileSync(core, JSON.stringify({ ...manifest, sideEffects: false }));
}

function copied(name: string, folder: string): string {
  const copy = join(folder, 'node_modules', name);
  cpSync(join(published, name), copy, { recursive: true });
  return copy;
}
