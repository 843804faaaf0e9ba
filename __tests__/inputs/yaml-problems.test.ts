import { describe, expect, it } from '@jest/globals';
import { readParameters } from '../../src/inputs/job-condition.ts';
import { problemsOf, sourceOf } from '../support/inputs.ts';

async function reading(parameters: string) {
  const { reader } = sourceOf({ parameters });
  const value = await readParameters(reader);
  return { value, problems: await problemsOf(() => reader.finish()) };
}

const inQuotes = 'put the whole value in quotes: name: "value"';

describe('YAML that a reader would not expect to be changed', () => {
  it.each([
    ['$pw: !4wO8I', `line 1: what begins with "!" is a tag in YAML; ${inQuotes}`],
    ['a: !!str 1.10', `line 1: what begins with "!" is a tag in YAML; ${inQuotes}`],
    [
      'a: 1\n$x: &a b',
      `line 2: what begins with "&" is an anchor in YAML, and nothing refers to this one; ${inQuotes}`,
    ],
    [
      'a: *x',
      `line 1: what begins with "*" is an alias in YAML, and this one refers to nothing; ${inQuotes}`,
    ],
    [
      '\n$day: {date}',
      `line 2: what begins with "{" is a mapping in YAML, and this one has a name without a value; ${inQuotes}`,
    ],
    [
      'a: {date:yyyyMMdd}',
      `line 1: what begins with "{" is a mapping in YAML, and this one has a name without a value; ${inQuotes}`,
    ],
    [
      'a: 1\n$pw: abc #4wO8I',
      `line 2: what begins with " #" is a comment in YAML; ${inQuotes}; a comment has a space behind "#"`,
    ],
    ['a: 1\nb: 2\na: 3', 'line 3: a name occurs twice in one mapping; give it once'],
    ['a: 1\n"a": 3', 'line 2: a name occurs twice in one mapping; give it once'],
    ['a: {b: 1, b: 2}', 'line 1: a name occurs twice in one mapping; give it once'],
    ['<<: text', 'line 1: "<<" merges other mappings (<<: *name); if it is a name, put it in quotes'],
    ['[a]: b', 'line 1: what begins with "[" or "{" cannot be a name; put it in quotes'],
    ['{"a": 1,\n "b": {"c": 1, "c": 2}}', 'line 2: a name occurs twice in one mapping; give it once'],
    ['{"a": 1, "\\u0061": 2}', 'line 1: a name occurs twice in one mapping; give it once'],
  ])('%j is refused', async (text, problem) => {
    expect(await reading(text)).toEqual({ value: undefined, problems: [`parameters: ${problem}.`] });
  });

  it('is refused with all its problems at once', async () => {
    const { problems } = await reading('a: !x\nb: &c d\ne: 1\ne: {f}');
    expect(problems.map((problem) => problem.slice(0, 18))).toEqual([
      'parameters: line 1',
      'parameters: line 2',
      'parameters: line 4',
      'parameters: line 4',
    ]);
  });
});

describe('YAML that cannot be read', () => {
  it.each([
    ['a: b: c', /line 1: a value holds ": ", .*put the value in quotes/],
    ['a: x\n  b: y', /line 1: a value holds ": ", or the line below it is indented too far/],
    ['a: 1\n\tb: 1', /line 2: it is indented with a tab; use spaces/],
    ['a: @x', /line 1: a value cannot begin with "@"/],
    ['a: `x', /line 1: a value cannot begin with/],
    ['a: %x', /line 1: a value cannot begin with/],
    ['a: "x', /line 1: a quotation mark is missing/],
    ["a: 'it's'", /line 1: (a quotation mark is missing|there is more behind the end of a value)/],
    ['a: "x" y', /line 1: there is more behind the end of a value/],
    ['a: "x"#y', /line 1: behind a closing quotation mark there is more/],
    ['a: "C:\\q"', /line 1: in double quotes a backslash begins an escape/],
    ['a: [', /line 1: .*a bracket is not closed/],
    ['a: {date}/x', /line 1: there is more behind the end of a value/],
    ['a: }', /line 1: .*a character that YAML reserves/],
    ['a: 1\nb', /line 2: a line is not of the form "name: value"/],
    ['a\nb: 1', /line 1: a line is not of the form "name: value"/],
    ['a: 1\n---\nb: 2', /line 2: a second document begins/],
    ['  a: 1\n b: 2', /line 2: .*indent all lines the same/],
    ['%x\na: 1', /line 2: a line cannot begin with "%"/],
    ['a:b', /it is not a mapping of names to values; write "name: value"/],
  ])('%j is refused in own words', async (text, problem) => {
    const { problems } = await reading(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
    expect(problems[0]).not.toMatch(/column|implicit|compact|scalar/i);
  });
});

describe('YAML that a reader expects to be resolved', () => {
  it.each([
    ['a: &x 1.10\nb: *x', { a: '1.10', b: '1.10' }],
    ['base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3', { base: { x: '1', y: '2' }, own: { y: '3', x: '1' } }],
    [
      'b: &b {x: 1}\nc: &c {x: 2, z: 3}\nown:\n  <<: [*b, *c]',
      { b: { x: '1' }, c: { x: '2', z: '3' }, own: { x: '1', z: '3' } },
    ],
    ['a: b # c\n#d: e\nf: "g" #h\n', { a: 'b', f: 'g' }],
    ['"<<": a', { '<<': 'a' }],
    ['__proto__: a', JSON.parse('{"__proto__":"a"}')],
    ['a: &x n\n*x : v', { a: 'n', n: 'v' }],
  ])('%j is %j', async (text, value) => {
    expect(await reading(text)).toEqual({ value, problems: [] });
  });

  it('is refused when a few lines of it make billions of values', async () => {
    const lines = Array.from({ length: 9 }, (_, level) => {
      const items = Array.from({ length: 9 }, () => (level === 0 ? 'x' : `*l${level - 1}`));
      return `l${level}: &l${level} [${items.join(', ')}]`;
    });
    const { problems } = await reading([...lines, 'last: *l8'].join('\n'));
    expect(problems).toEqual(['parameters: its aliases make it larger than 100000 values.']);
  });

  it('is refused when merge keys do the same', async () => {
    const lines = Array.from({ length: 9 }, (_, level) => {
      const items = Array.from({ length: 9 }, () => (level === 0 ? '{x: 1}' : `*l${level - 1}`));
      return `l${level}: &l${level} {<<: [${items.join(', ')}]}`;
    });
    const { problems } = await reading([...lines, 'last: *l8'].join('\n'));
    expect(problems).toEqual(['parameters: its aliases make it larger than 100000 values.']);
  });

  it.each(['a: &a [*a]', 'a: &a {<<: *a}'])(
    'is refused when an alias is inside of the node that it refers to: %s',
    async (text) => {
      const { problems } = await reading(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(/^parameters: (its aliases make it larger|it is nested too deep)/);
    },
  );
});
