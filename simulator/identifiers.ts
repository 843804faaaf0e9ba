import { createHash, randomUUID } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Twelve letters and digits that depend on the text alone, in the form of the documented 'fKE22JFX4PAu'. */
export function identifierFrom(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  return Array.from(digest.subarray(0, 12), (byte) => alphabet[byte % alphabet.length]).join('');
}

/** A fresh identifier of a job or an execution: twelve letters and digits. */
export function newIdentifier(): string {
  return identifierFrom(randomUUID());
}
