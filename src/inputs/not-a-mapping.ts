/**
 * A text that cannot be read, or that is no mapping. Each problem says where it is and how to write it, and repeats
 * nothing of the text: any part of it may be a secret.
 */
export class NotAMapping extends Error {
  override name = 'NotAMapping';
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}
