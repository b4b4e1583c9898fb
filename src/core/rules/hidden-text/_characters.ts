/** Characters that nobody sees, by what they can do. Written as escapes throughout: this file must be readable. */

/** Code points with what Unicode calls them, in lower case. */
const NAMES: Readonly<Record<number, string>> = {
  0x0d: 'carriage return',
  0x85: 'next line',
  0xad: 'soft hyphen',
  0x034f: 'combining grapheme joiner',
  0x061c: 'arabic letter mark',
  0x115f: 'hangul choseong filler',
  0x1160: 'hangul jungseong filler',
  0x180e: 'mongolian vowel separator',
  0x200b: 'zero width space',
  0x200c: 'zero width non-joiner',
  0x200d: 'zero width joiner',
  0x200e: 'left-to-right mark',
  0x200f: 'right-to-left mark',
  0x2028: 'line separator',
  0x2029: 'paragraph separator',
  0x202a: 'left-to-right embedding',
  0x202b: 'right-to-left embedding',
  0x202c: 'pop directional formatting',
  0x202d: 'left-to-right override',
  0x202e: 'right-to-left override',
  0x2060: 'word joiner',
  0x2061: 'function application',
  0x2062: 'invisible times',
  0x2063: 'invisible separator',
  0x2064: 'invisible plus',
  0x2066: 'left-to-right isolate',
  0x2067: 'right-to-left isolate',
  0x2068: 'first strong isolate',
  0x2069: 'pop directional isolate',
  0x3164: 'hangul filler',
  0xfeff: 'zero width no-break space',
  0xffa0: 'halfwidth hangul filler',
};

const MAX_REMEMBERED = 10_000;

/** A code point as people look it up: `U+202E (right-to-left override)`. */
export function nameOf(point: number): string {
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  const name = NAMES[point] ?? rangeOf(point);
  return name === null ? code : `${code} (${name})`;
}

function rangeOf(point: number): string | null {
  if (point >= 0xe0000 && point <= 0xe007f) return 'tag character';
  const selector = (point >= 0xfe00 && point <= 0xfe0f) || (point >= 0xe0100 && point <= 0xe01ef);
  return selector ? 'variation selector' : null;
}

/** Right-to-left letters. */
export const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/**
 * Letters of scripts that need invisible characters to be written well: joiners in Arabic and Indic scripts, places
 * to break a line where there are no spaces. Beside such a letter they are spelling.
 */
const EUROPEAN = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}]/u;
export const needsInvisible = remembered((char) => /[\p{L}\p{M}]/u.test(char) && !EUROPEAN.test(char));

/** Emoji, and what follows one and belongs to it. */
export const endsEmoji = remembered((char) =>
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u.test(char),
);
export const beginsEmoji = remembered((char) => /\p{Extended_Pictographic}/u.test(char));

/** A text has few different characters, and Unicode's properties take long to look up. */
function remembered(test: (char: string) => boolean): (char: string) => boolean {
  const known = new Map<string, boolean>();
  return (char) => {
    const answer = known.get(char);
    if (answer !== undefined) return answer;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const result = test(char);
    known.set(char, result);
    return result;
  };
}

/** The character that ends before, and the one that begins at, this offset; empty at the ends of the text. */
export function before(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  const pair = low >= 0xdc00 && low <= 0xdfff && at > 1;
  return text.slice(Math.max(0, at - (pair ? 2 : 1)), at);
}
export function after(text: string, at: number): string {
  const point = text.codePointAt(at);
  return point === undefined ? '' : String.fromCodePoint(point);
}

/** UTF-16 units that a pattern matches, for texts of a million of them, where matches one by one take seconds. */
export function unitsOf(pattern: RegExp): Uint8Array {
  const units = new Uint8Array(0x10000);
  for (let unit = 0; unit < units.length; unit++) {
    if (pattern.test(String.fromCharCode(unit))) units[unit] = 1;
  }
  return units;
}

/** Calls `visit` with where each run of these units begins and ends, until it gives false. */
export function eachRun(text: string, units: Uint8Array, visit: (at: number, end: number) => boolean): void {
  for (let at = 0; at < text.length; at++) {
    if (!units[text.charCodeAt(at)]) continue;
    let end = at + 1;
    while (end < text.length && units[text.charCodeAt(end)]) end++;
    if (!visit(at, end)) return;
    at = end;
  }
}
