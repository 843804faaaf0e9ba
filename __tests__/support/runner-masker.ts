/**
 * A model of the mask of GitHub's runner: what people see of the text that a step writes. It finds each secret and each
 * of its lines, without white space around them, and for their JSON, URI, XML and Base64 forms, in one line after the
 * other. Nothing else is found: neither a part of a secret nor one that was escaped in another way.
 */
export function runnerMasker(...secrets: readonly string[]): (text: string) => string {
  const masks = new Set(secrets.flatMap((secret) => [secret, ...secret.split(/[\r\n]/)]).flatMap(formsOf));
  return (text) =>
    text
      .split('\n')
      .map((line) => masked(line, masks))
      .join('\n');
}

function formsOf(value: string): string[] {
  const text = value.trim();
  if (text === '') return [];
  const uri = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const xml = text.replace(/[&<>"']/g, (character) => `&${XML[character]};`);
  const base64 = [0, 1, 2].map((before) =>
    Buffer.concat([Buffer.alloc(before), Buffer.from(text)])
      .toString('base64')
      .slice(before === 0 ? 0 : before + 1)
      .replace(/.?=+$/, ''),
  );
  return [text, JSON.stringify(text).slice(1, -1), uri, xml, ...base64.filter(({ length }) => length > 8)];
}

const XML: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** All places of all masks are found first; those that overlap become one. */
function masked(line: string, masks: ReadonlySet<string>): string {
  const isHidden = new Array<boolean>(line.length).fill(false);
  for (const mask of masks)
    for (let at = line.indexOf(mask); at >= 0; at = line.indexOf(mask, at + 1))
      isHidden.fill(true, at, at + mask.length);
  let shown = '';
  for (let at = 0; at < line.length; at += 1)
    shown += !isHidden[at] ? line[at] : isHidden[at - 1] ? '' : '***';
  return shown;
}

/**
 * The parts of a secret, longer than 6 characters, that are in a text. White space and backticks alone are no secret,
 * nor are the stars of the mask, nor the parts of `harmless`, which the text was made of.
 */
export function partsShown(secret: string, text: string, harmless = ''): string[] {
  const parts = Array.from({ length: Math.max(secret.length - 6, 0) }, (_, at) => secret.slice(at, at + 7));
  return parts.filter(
    (part) => text.includes(part) && /[^\s`]/.test(part) && !part.includes('***') && !harmless.includes(part),
  );
}
