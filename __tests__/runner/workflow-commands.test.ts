import { describe, expect, it } from '@jest/globals';
import { annotations, readLog, readPairs } from '../../simulator/workflow-commands.ts';

const visible = (text: string, debug = false) => readLog(text, debug).visible;
const commands = (text: string) => readLog(text).commands;
const error = (value: string, properties = {}) => ({ command: 'error', properties, value });

describe('a command in the log', () => {
  it('has a name, properties and a value', () => {
    expect(commands('::error file=a.ts,line=3,title=Oh no::it broke\n')).toEqual([
      error('it broke', { file: 'a.ts', line: '3', title: 'Oh no' }),
    ]);
  });

  it('begins its line, but for white space', () => {
    expect(commands(' \t\u00a0\u0085::error::a\nx ::error::b\n\u001b[31m::error::c\n')).toEqual([error('a')]);
  });

  it('may stand anywhere in its line in the older form', () => {
    expect(commands('text ##[error file=a;line=3]it broke')).toEqual([
      error('it broke', { file: 'a', line: '3' }),
    ]);
    expect(commands('::nothing::##[error]it broke')).toEqual([error('it broke')]);
    expect(commands('##[nothing]##[error]it broke')).toEqual([]);
    expect(commands('# #[error]x\n##[error\n')).toEqual([]);
  });

  it('is known in upper case as well', () => {
    expect(commands('::ERROR::x')).toEqual([error('x')]);
  });

  it('is unescaped once', () => {
    expect(commands('::error title=a%3Ab%2Cc%25::1%0A2%0D3%253A%3A%0a')).toEqual([
      error('1\n2\r3%3A%3A%0a', { title: 'a:b,c%' }),
    ]);
    expect(commands('##[error title=a%3Bb%5D]1%0A2%3B%5D%250A')).toEqual([
      error('1\n2;]%0A', { title: 'a;b]' }),
    ]);
  });

  it('has no properties without a value', () => {
    expect(commands('::error title=,file,line=3=4::x')).toEqual([error('x', { line: '3=4' })]);
  });

  it.each(['\n', '\r\n', '\r'])('comes after the line break %j', (lineBreak) => {
    expect(readLog(`harmless${lineBreak}::error::x${lineBreak}`)).toEqual({
      commands: [error('x')],
      visible: ['harmless', 'Error: x'],
    });
  });

  it.each(['::unknown::x', '::error', '::::x', ':: error::x', ': :error::x', '##[command]x'])(
    'is not %s, which stays text',
    (line) => {
      expect(readLog(line)).toEqual({ commands: [], visible: [line] });
    },
  );
});

describe('what a person sees', () => {
  it('keeps empty lines', () => {
    expect(visible('a\n\nb\n\n')).toEqual(['a', '', 'b', '']);
    expect(visible('')).toEqual([]);
  });

  it('names the level of an annotation', () => {
    expect(visible('::error::a%0Ab\n::warning::c\n::notice title=T::d')).toEqual([
      'Error: a',
      'b',
      'Warning: c',
      'Notice: d',
    ]);
  });

  it('indents what is in a group', () => {
    expect(visible('::group::One\na\n\n::error::b\n::group::Two\nc\n::endgroup::\nd')).toEqual([
      '▸ One',
      '  a',
      '',
      '  Error: b',
      '▸ Two',
      '  c',
      'd',
    ]);
  });

  it('has debug lines only with step debugging', () => {
    expect(visible('::debug::x\ny')).toEqual(['y']);
    expect(visible('::debug::x\ny', true)).toEqual(['##[debug]x', 'y']);
  });

  it('does not have commands that say nothing', () => {
    expect(visible('::set-output name=a::b\n::add-matcher::x.json\n::echo::on')).toEqual([]);
  });
});

describe('a mask', () => {
  it('hides its text in later lines, and only there', () => {
    expect(visible('a secret\n::add-mask::secret\na secret, secret\n::error::secret')).toEqual([
      'a secret',
      'a ***, ***',
      'Error: ***',
    ]);
  });

  it('hides each line of its value', () => {
    expect(visible('::add-mask::first%0A second%0D%0A%0A\nfirst\nthe second\nthird')).toEqual([
      '***',
      'the ***',
      'third',
    ]);
  });

  it('is not broken by a shorter one', () => {
    expect(visible('::add-mask::abc\n::add-mask::abcdef\nabcdef abc')).toEqual(['*** ***']);
  });

  it('of nothing hides nothing', () => {
    expect(visible('::add-mask::\n::add-mask:: \na b')).toEqual(['a b']);
  });
});

describe('stop-commands', () => {
  it('makes text of commands until its token', () => {
    const log = readLog('::stop-commands::tok\n::error::a\nx ##[error]b\n::other::\n::TOK::\n::error::c');
    expect(log.commands.filter(({ command }) => command === 'error')).toEqual([error('c')]);
    expect(log.visible).toEqual([
      '::stop-commands::tok',
      '::error::a',
      'x ##[error]b',
      '::other::',
      '::TOK::',
      'Error: c',
    ]);
  });

  it('may be ended in the older form, in the middle of a line', () => {
    expect(commands('::stop-commands::tok\nx ##[tok]\n::error::a').at(-1)).toEqual(error('a'));
  });

  it('hides a token that is longer than six characters', () => {
    expect(visible('::stop-commands::a-long-token\nx\n::a-long-token::')).toEqual([
      '::stop-commands::***',
      'x',
      '::***::',
    ]);
  });

  it('makes no command of a token after it has been used', () => {
    expect(commands('::stop-commands::tok\n::tok::\n::tok::')).toHaveLength(1);
  });

  it.each(['', 'pause-logging', 'error'])('refuses the token %j', (token) => {
    expect(visible(`::stop-commands::${token}\n::error::still read`)).toEqual([
      expect.stringMatching(/^Error: /),
      'Error: still read',
    ]);
  });
});

describe('annotations', () => {
  it('are errors, warnings and notices', () => {
    expect(annotations(commands('::error title=T::a\n::group::x\n##[warning]b\n::notice::c'))).toEqual([
      { level: 'error', title: 'T', message: 'a' },
      { level: 'warning', message: 'b' },
      { level: 'notice', message: 'c' },
    ]);
  });
});

describe("the runner's file of values", () => {
  it('has values of one line and of several', () => {
    expect(readPairs('a=1=2<<3\nb<<END\nx=y\n\nz<<\nEND\n\nc<<END\nEND\nd=')).toEqual({
      a: '1=2<<3',
      b: 'x=y\n\nz<<',
      c: '',
      d: '',
    });
  });

  it('counts the last value of a name', () => {
    expect(readPairs('a=1\na<<E\n2\nE\n')).toEqual({ a: '2' });
  });

  it.each(['text\n', '=1\n', 'a<<\n', 'a<<END\n1\n', 'a<<END\n1\n END\n', 'a=1\n1\n'])(
    'may not be %j',
    (text) => {
      expect(() => readPairs(text)).toThrow('the runner cannot read');
    },
  );
});
