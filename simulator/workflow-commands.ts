/**
 * The parts of a step's output that the runner acts on: commands in the log (`::error::…`, `##[error]…`) and
 * in files. Recognised, but without effect: echo, add-matcher, remove-matcher, set-env, add-path.
 */

export interface WorkflowCommand {
  /** Lower case, for `::ERROR::` is the same as `::error::` to the runner. */
  command: string;
  properties: Record<string, string>;
  /** Unescaped and unmasked. */
  value: string;
}

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  title?: string;
  message: string;
}

export interface Log {
  /** What the runner acted on, in order. */
  commands: WorkflowCommand[];
  /** The lines that people see. */
  visible: string[];
}

const registeredCommands = (
  'add-mask add-matcher add-path debug echo endgroup error group notice ' +
  'remove-matcher save-state set-env set-output stop-commands warning'
).split(' ');

/** What a person sees before the command's value. */
const labels = new Map([
  ['debug', '##[debug]'],
  ['error', 'Error: '],
  ['group', '▸ '],
  ['notice', 'Notice: '],
  ['warning', 'Warning: '],
]);

/**
 * The two spellings of a command. The first has to begin its line, but for white space (.NET counts
 * U+0085 as such, JavaScript U+FEFF); the older one may be anywhere.
 */
const spellings = [
  {
    line: /^[\s\u0085]*::(?<info>.*?)::(?<value>.*)$/s,
    separator: ',',
    escapedValue: /%(?:25|0D|0A)/g,
    escapedProperty: /%(?:25|0D|0A|3A|2C)/g,
  },
  {
    line: /##\[(?<info>.*?)\](?<value>.*)$/s,
    separator: ';',
    escapedValue: /%(?:25|0D|0A|3B|5D)/g,
    escapedProperty: /%(?:25|0D|0A|3B|5D)/g,
  },
];

/** `text` is what the step wrote to stdout and stderr; `debug` shows `::debug::` lines. */
export function readLog(text: string, debug = false): Log {
  const reader = new LogReader(debug);
  // A lone \r ends a line too, so `harmless\r::error::…` is two lines.
  const lines = text.split(/\r\n|\n|\r/);
  for (const line of lines.at(-1) === '' ? lines.slice(0, -1) : lines) {
    reader.read(line);
  }
  return { commands: reader.commands, visible: reader.visible };
}

export function annotations(commands: WorkflowCommand[]): Annotation[] {
  return commands.flatMap(({ command, properties, value }) => {
    if (command !== 'error' && command !== 'warning' && command !== 'notice') {
      return [];
    }
    const title = properties['title'];
    return [{ level: command, ...(title === undefined ? {} : { title }), message: value }];
  });
}

class LogReader {
  readonly commands: WorkflowCommand[] = [];
  readonly visible: string[] = [];
  readonly #debug: boolean;
  readonly #masks = new Set<string>();
  #inGroup = false;
  /** Lower case; while it is set, only this command counts. */
  #stopToken: string | undefined;

  constructor(debug: boolean) {
    this.#debug = debug;
  }

  read(line: string): void {
    const command = parseCommand(line, [...registeredCommands, this.#stopToken]);
    if (command !== undefined && this.#stopToken === undefined) {
      this.commands.push(command);
      this.#execute(command, line);
      return;
    }
    if (command?.command === this.#stopToken) {
      this.#stopToken = undefined;
    }
    this.#show(line);
  }

  #execute({ command, value }: WorkflowCommand, line: string): void {
    const label = labels.get(command);
    if (command === 'group' || command === 'endgroup') {
      this.#inGroup = false;
    }
    if (label !== undefined && (command !== 'debug' || this.#debug)) {
      this.#show(`${label}${value}`);
    }
    if (command === 'group') {
      this.#inGroup = true;
    } else if (command === 'add-mask') {
      this.#mask(value);
    } else if (command === 'stop-commands') {
      this.#stop(value, line);
    }
  }

  #mask(value: string): void {
    // Each line as well, because the log is masked line by line.
    const lines = value.split(/[\r\n]/).map((line) => line.trim());
    for (const part of [value, ...lines].filter((each) => each.trim() !== '')) {
      this.#masks.add(part);
    }
  }

  #stop(token: string, line: string): void {
    const name = token.toLowerCase();
    if (name === '' || name === 'pause-logging' || registeredCommands.includes(name)) {
      // Refused: nothing could end it, or anybody.
      this.read(`::error::'${token}' cannot be the token that ends stop-commands`);
      return;
    }
    this.#stopToken = name;
    if (token.length > 6) {
      this.#masks.add(token);
    }
    this.#show(line);
  }

  #show(text: string): void {
    // The longest first, so that a mask that is a part of another one does not break it.
    const masks = [...this.#masks].sort((a, b) => b.length - a.length);
    const masked = masks.reduce((rest, mask) => rest.replaceAll(mask, '***'), text);
    for (const line of masked.split(/\r\n|\n|\r/)) {
      this.visible.push(this.#inGroup && line !== '' ? `  ${line}` : line);
    }
  }
}

/** The command of this line, when it is one of `names`. A name ends at the first space. */
function parseCommand(line: string, names: (string | undefined)[]): WorkflowCommand | undefined {
  for (const spelling of spellings) {
    const { info = '', value = '' } = spelling.line.exec(line)?.groups ?? {};
    const [name = ''] = info.split(' ', 1);
    if (names.includes(name.toLowerCase())) {
      const properties: Record<string, string> = {};
      for (const property of info.slice(name.length).trim().split(spelling.separator)) {
        const [, key, text] = /^=*([^=]+)=+([^=].*)$/s.exec(property) ?? [];
        if (key !== undefined && text !== undefined) {
          properties[key] = unescaped(text, spelling.escapedProperty);
        }
      }
      return { command: name.toLowerCase(), properties, value: unescaped(value, spelling.escapedValue) };
    }
  }
  return undefined;
}

function unescaped(text: string, escapes: RegExp): string {
  return text.replace(escapes, decodeURIComponent);
}

/** The values in GITHUB_OUTPUT's or GITHUB_STATE's file, the last one of each name. */
export function readPairs(text: string): Record<string, string> {
  // The toolkit ends lines the way of its system, and the runner reads them that way.
  const lines = text.split(process.platform === 'win32' ? /\r?\n/ : '\n');
  const pairs: Record<string, string> = {};
  for (let next = 0; next < lines.length; next++) {
    const line = lines[next] ?? '';
    const { name, mark, rest = '' } = /^(?<name>[^=]+?)(?<mark>=|<<)(?<rest>.*)$/s.exec(line)?.groups ?? {};
    if (name !== undefined && mark === '=') {
      pairs[name] = rest;
    } else if (name !== undefined && rest !== '' && lines.includes(rest, next + 1)) {
      const end = lines.indexOf(rest, next + 1);
      pairs[name] = lines.slice(next + 1, end).join('\n');
      next = end;
    } else if (line !== '') {
      throw new Error(`the runner cannot read the line '${line}'`);
    }
  }
  return pairs;
}
