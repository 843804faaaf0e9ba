import fc from 'fast-check';

const letters = fc.constantFrom(...'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split(''));
const marks = fc.constantFrom(...'|`\\"\'_*[]~<>&$#:%{}!=+-./@,;()?^ '.split(''));
const rare = fc.constantFrom(
  ...[
    '\n',
    '\r\n',
    '\t',
    '::',
    '##[',
    '://',
    'www.',
    '비',
    '밀',
    '👩‍💻',
    '\u2028',
    '\u0085',
    '\u00a0',
    '\u202e',
  ],
  ...['\u001b[1m', '\u200b', '\0', '```', '||', '\\\\', '  ', '…'],
);
const piece = fc.oneof(
  { weight: 12, arbitrary: letters },
  { weight: 4, arbitrary: marks },
  { weight: 2, arbitrary: rare },
);
const made = (minLength: number, maxLength: number) =>
  fc.array(piece, { minLength, maxLength, size: 'max' }).map((pieces) => pieces.join(''));

/** A secret of 8 to 2,000 characters: what a workflow may keep as one, of any form. */
export const secret = fc
  .oneof(
    { weight: 16, arbitrary: made(8, 60) },
    { weight: 2, arbitrary: made(60, 500) },
    { weight: 1, arbitrary: made(500, 1800) },
  )
  .map((text) => text.trim())
  .filter((text) => text.length >= 8 && text.length <= 2000);

/** Text of a value before and after a secret that is a part of it. */
export const around = fc.oneof(
  fc.constant(['', ''] as const),
  fc.constant(['jdbc:mysql://db:3306/x?user=u&password=', '&ssl=true'] as const),
  fc.tuple(made(0, 20), made(0, 20)),
);
