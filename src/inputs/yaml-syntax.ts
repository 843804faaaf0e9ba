import type { ErrorCode, YAMLParseError } from 'yaml';

/**
 * What each kind of mistake in YAML is, and how to write it instead. `line` is where the parser noticed it: what is
 * never closed is noticed at its end.
 */
const PROBLEMS: Partial<Record<ErrorCode, string>> = {
  BAD_SCALAR_START: 'a value cannot begin with "@", "`" or "%"; put it in quotes',
  BAD_DQ_ESCAPE:
    'in double quotes a backslash begins an escape, and this one is not known; use single quotes, or write two backslashes',
  TAB_AS_INDENT: 'it is indented with a tab; use spaces',
  BLOCK_AS_IMPLICIT_KEY:
    'a value holds ": ", or the line below it is indented too far; put the value in quotes, or indent both lines the same',
  MULTILINE_IMPLICIT_KEY:
    'a line is not of the form "name: value"; put a value of several lines in quotes, or behind "|" and indented',
  BAD_INDENT:
    'it is indented differently from the lines around it, or a bracket is not closed; indent them the same with spaces, and put a value that begins with "[" or "{" in quotes',
  BLOCK_IN_FLOW: 'a bracket is not closed; close it, or put a value that begins with "[" or "{" in quotes',
  UNEXPECTED_TOKEN:
    'there is more behind the end of a value, or a value begins with a character that YAML reserves; put the whole value in quotes, and indent all lines the same',
  MULTIPLE_DOCS: 'a second document begins ("---"); give one mapping only',
  BAD_DIRECTIVE: 'a line cannot begin with "%"; put it in quotes',
  KEY_OVER_1024_CHARS: 'a name is longer than 1024 characters; is a value not closed?',
  MULTIPLE_ANCHORS: 'what begins with "&" is an anchor in YAML; put the whole value in quotes',
  MULTIPLE_TAGS: 'what begins with "!" is a tag in YAML; put the whole value in quotes',
  BAD_PROP_ORDER: 'what begins with "&" or "!" has a meaning in YAML; put the whole value in quotes',
  ALIAS_PROPS: 'what begins with "*" is an alias in YAML; put the whole value in quotes',
  BAD_ALIAS: 'what begins with "*" is an alias in YAML, and this is none; put the whole value in quotes',
  TAG_RESOLVE_FAILED: 'what begins with "!" is a tag in YAML; put the whole value in quotes',
};

/** Where the same kind of mistake has two causes, the parser's message says which it is. */
const MISSING: readonly (readonly [RegExp, string])[] = [
  [
    /closing .*quote/,
    "a quotation mark is missing: what begins with one must end with one; write '' for a ' within single quotes, and \\\" for a \" within double ones",
  ],
  [/comments/i, 'behind a closing quotation mark there is more; put the whole value in quotes'],
  [/directives-end/, 'a line cannot begin with "%"; put it in quotes'],
  [/followed by map values/, 'a line is not of the form "name: value"; is a space missing behind the colon?'],
];

/** A mistake in own words, with its line and nothing of the text. */
export function syntaxProblem({ code, message }: YAMLParseError, line: number): string {
  const missing = code === 'MISSING_CHAR' && MISSING.find(([words]) => words.test(message))?.[1];
  const problem = missing || PROBLEMS[code];
  return `line ${line}: ${problem ?? 'YAML cannot read it; put values in quotes'}`;
}
