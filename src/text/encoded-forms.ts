const XML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** The other forms in which the runner searches for a secret: in JSON, in an address, in XML, in Base64. */
export function encodedForms(text: string): string[] {
  const uri = encodeURIComponent(text.toWellFormed());
  return [
    JSON.stringify(text).slice(1, -1),
    uri,
    uri.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
    text.replace(/[&<>"']/g, (character) => XML[character] ?? ''),
    ...[0, 1, 2].map((before) => base64Of(text, before)),
  ];
}

/** The characters of Base64 that depend on the text alone, when so many bytes (modulo 3) stand before it. */
function base64Of(text: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text, 'utf8')]);
  return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
}
