/** How steps use commitStatus in these tests. */
import type { Inputs, StepSettings } from './step.ts';

/** The commit of the simulated runner. */
export const SHA = 'ffac537e6cbbf934b08745a378932722df287a53';

export const inputs: Inputs = { commitStatus: 'nightly data', githubToken: 'ghs_test' };
/** A step that finds GitHub there. */
export const on = (github: { url: string }, context: Record<string, string> = {}): StepSettings => ({
  githubContext: { GITHUB_API_URL: github.url, ...context },
});
