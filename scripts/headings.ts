/** Headings of Markdown, and the anchors that GitHub gives to them. */

/** The anchor of a heading's text, when it is the first of that text on its page. */
export function anchorOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-');
}
