/** What is missing in Korean, or differs from the English page, must not stop a contributor who writes no Korean. */

/** The variables that decide how it is reported. */
interface Variables {
  readonly RELEASE?: string | undefined;
  readonly GITHUB_ACTIONS?: string | undefined;
}

/**
 * Reports it: a warning for each on a pull request, an error at a release.
 * @param variables `RELEASE=true` (release.yml sets it) makes it an error; on GitHub a warning is an annotation
 * @param write where warnings go
 * @throws Error with all of them, at a release
 */
export function reportKorean(
  problems: readonly string[],
  variables: Variables = process.env,
  write: (line: string) => void = (line) => process.stderr.write(line),
): void {
  if (problems.length === 0) return;
  if (variables.RELEASE === 'true') throw new Error(`Korean documentation:\n${problems.join('\n')}`);
  const begin = variables.GITHUB_ACTIONS === 'true' ? '::warning title=Korean documentation::' : 'Korean: ';
  for (const problem of problems) write(`${begin}${problem}\n`);
}
