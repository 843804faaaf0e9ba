import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { JsonObject } from '../text/json.ts';
import { isJson, NotAMapping, parseMapping } from './mapping.ts';
import type { InputReader } from './reader.ts';

/** A mapping with its types, and the same one with each YAML scalar as the text that was written. */
export interface TypedAndText {
  readonly typed: JsonObject;
  readonly asText: JsonObject;
}

/** @throws NotAMapping */
export async function parseBoth(text: string): Promise<TypedAndText> {
  const typed = await parseMapping(text, 'typed');
  return { typed, asText: isJson(text) ? typed : await parseMapping(text, 'text') };
}

/**
 * Reads a YAML or JSON file, relative to the working directory (the workspace).
 * @param input the input that gives the path, for error messages
 * @param what the file has to hold, such as `a mapping with name and nodes`
 * @returns undefined when it cannot be read; the problem is noted then
 */
export async function readMappingFile(
  reader: InputReader,
  input: string,
  path: string,
  what: string,
): Promise<TypedAndText | undefined> {
  const text = await readText(reader, input, path);
  if (text === undefined) return undefined;
  try {
    return await parseBoth(text);
  } catch (error) {
    if (!(error instanceof NotAMapping)) throw error;
    reader.problem(`${input}: "${path}" is not ${what}: ${error.message}.`);
    return undefined;
  }
}

async function readText(reader: InputReader, input: string, path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(resolve(path));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    reader.problem(`${input}: "${path}" ${unreadable(error)}.`);
    return undefined;
  }
}

function unreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `does not exist in ${process.cwd()}; give a path in the workspace, and run actions/checkout before`;
    case 'EISDIR':
      return 'is a directory; give the path of a file';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'is not UTF-8; save it as UTF-8';
    default:
      return `cannot be read: ${message}`;
  }
}
