import { encodedForms } from '../text/encoded-forms.ts';
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
  /** Texts that were given as keys and are too short for one: they are hidden only where each is a word of its own. */
  readonly #words = new Set<string>();
  readonly #parts = new TextParts();

  add(key: string): void {
    if (key.length < SHORTEST_FORM) this.#words.add(key);
    const forms = [...markdownForms(key), ...encodedForms(key)];
    for (const form of forms.filter(({ length }) => length >= SHORTEST_FORM)) {
      this.#whole.add(form);
      this.#parts.add(form);
    }
  }

  /** A text with `***` for every form of a key, and for every part of one that has 7 characters or more. */
  hiddenIn(text: string): string {
    const longestFirst = [...this.#whole].sort((a, b) => b.length - a.length);
    const shown = this.#parts.hidden(longestFirst.reduce((rest, form) => rest.replaceAll(form, '***'), text));
    return [...this.#words].reduce((rest, word) => rest.replace(alone(word), '***'), shown);
  }
}

function alone(word: string): RegExp {
  return new RegExp(`(?<!\\w)${word.replace(/\W/g, '\\$&')}(?!\\w)`, 'g');
}
