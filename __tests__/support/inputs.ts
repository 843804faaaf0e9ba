import { InputError, InputReader, type InputSource } from '../../src/inputs/reader.ts';

/** Inputs as the runner would give them, with all that is masked and warned of. */
export function sourceOf(
  inputs: Record<string, string> = {},
  environment: Record<string, string | undefined> = {},
) {
  const masked: string[] = [];
  const warnings: string[] = [];
  const source: InputSource = {
    input: (name) => (inputs[name] ?? '').trim(),
    block: (name) => inputs[name] ?? '',
    environment,
    mask: (secret) => masked.push(secret),
    warn: (text) => warnings.push(text),
  };
  return { source, masked, warnings, reader: new InputReader(source) };
}

/** The problems that a reading met. */
export async function problemsOf(read: () => unknown): Promise<readonly string[]> {
  try {
    await read();
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
}
