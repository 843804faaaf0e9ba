import { createHash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Twelve letters and digits that depend on the text alone, in the form of the documented 'fKE22JFX4PAu'. */
export function identifierFrom(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, 12), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** Makes fresh identifiers of jobs and executions; the same seed makes the same ones. */
export function identifierSource(seed: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return identifierFrom(`${seed} ${count}`);
  };
}
