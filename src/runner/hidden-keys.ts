import { TextParts } from '../text/given-texts.ts';
import { markdownForms } from '../text/markdown.ts';

/** A form that is shorter is no key any more, but could be a word. */
const SHORTEST_FORM = 7;

/**
 * The keys of the action itself, which nobody has to see: unlike a value that was given, they are taken out of all that
 * is written, whole or cut, as they are and in every form that a service, a proxy or this action itself writes them in.
 */
export class HiddenKeys {
  readonly #whole = new Set<string>();
  readonly #parts = new TextParts();

  add(key: string): void {
    this.#whole.add(key);
    for (const form of formsOf(key).filter(({ length }) => length >= SHORTEST_FORM)) {
      this.#whole.add(form);
      this.#parts.add(form);
    }
  }

  /** A text with `***` for every form of a key, and for every part of one that has 7 characters or more. */
  hiddenIn(text: string): string {
    const longestFirst = [...this.#whole].sort((a, b) => b.length - a.length);
    return this.#parts.hidden(longestFirst.reduce((rest, form) => rest.replaceAll(form, '***'), text));
  }
}

function formsOf(key: string): string[] {
  const uri = encodeURIComponent(key);
  return [
    ...markdownForms(key),
    JSON.stringify(key).slice(1, -1),
    uri,
    uri.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
    ...[0, 1, 2].map((before) => base64Of(key, before)),
    xmlOf(key),
  ];
}

/** The characters of Base64 that depend on the key alone, when so many bytes (modulo 3) stand before it. */
function base64Of(key: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(key, 'utf8')]);
  return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}

const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function xmlOf(key: string): string {
  return key.replace(/[&<>"']/g, (character) => XML[character] ?? '');
}
