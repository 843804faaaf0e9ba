import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addGiven } from '../text/given-texts.ts';
import type { JsonObject } from '../text/json.ts';
import { readMapping } from './mapping.ts';
import type { InputReader } from './reader.ts';
import type { StaysText } from './yaml.ts';

/**
 * Reads a YAML or JSON file, relative to the working directory (the workspace).
 * @param input the input that gives the path, for error messages
 * @returns undefined when it cannot be read; the problem is noted then
 */
export async function readMappingFile(
  reader: InputReader,
  input: string,
  path: string,
  staysText: StaysText,
): Promise<JsonObject | undefined> {
  return readMapping(reader, path, await readText(reader, input, path), staysText);
}

async function readText(reader: InputReader, input: string, path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(resolve(path));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    addGiven(text);
    return text;
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
