import type { FileContent } from '../../facts/facts.ts';
import { languageOf, type Language } from '../../parsers/tests/languages.ts';
import { mask } from '../../parsers/tests/mask.ts';
import { hiddenPoints, MAX_MARKS, type Mark } from './_marks.ts';

/** Cyrillic, Greek and Armenian letters that have the very shape of a Latin one in common typefaces. */
const LOOKALIKE =
  '\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u04cf' +
  '\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408\u04c0\u050c\u051a\u051c' +
  '\u03bf\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0585';
const SOFT_HYPHEN = 0xad;

/** Told far faster than the next: nearly no patch has one of them. */
export const HAS_LOOK_ALIKE = new RegExp(`[${LOOKALIKE}\u00ad]`);
/** One test of a patch: a look-alike beside a Latin letter, a soft hyphen between two characters of a name. */
export const MAY_LOOK_ALIKE = new RegExp(
  `[A-Za-z0-9_][${LOOKALIKE}]|[${LOOKALIKE}][A-Za-z0-9_]|[\\w$]\\u00ad+[\\w$]`,
);
const NAME = /[\p{L}\p{N}\p{M}_$\u00ad]{2,}/gu;
/** Latin, and what looks like it: another letter makes it a word of another language. */
const DECEIVES = new RegExp(`^(?=.*[A-Za-z])(?=.*[${LOOKALIKE}\\u00ad])[\\w$${LOOKALIKE}\\u00ad]+$`);

const isLookalike = (point: number): boolean =>
  point === SOFT_HYPHEN || LOOKALIKE.includes(String.fromCodePoint(point));

/** Longer names are none. */
const MAX_NAME = 200;

/** Names in a line of code, comments and strings blanked, that look like Latin ones and are not. */
export function lookalikes(code: string): Mark[] {
  const marks: Mark[] = [];
  for (const { 0: name, index } of code.matchAll(NAME)) {
    if (name.length > MAX_NAME || !DECEIVES.test(name)) continue;
    marks.push({ at: index, end: index + name.length, points: hiddenPoints(name, isLookalike) });
    if (marks.length === MAX_MARKS) break;
  }
  return marks;
}

/** Languages whose comments and strings look like those of one that is understood. */
const LIKE: Readonly<Record<string, Language>> = {
  c: 'java',
  h: 'java',
  cc: 'java',
  cpp: 'java',
  cxx: 'java',
  hpp: 'java',
  csx: 'csharp',
  swift: 'java',
  dart: 'java',
  sol: 'java',
  sh: 'python',
  bash: 'python',
};

/** The language by which names are told from text; null: they cannot be told. */
export const namesIn = (path: string): Language | null =>
  languageOf(path) ?? LIKE[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? null;

const masked = new WeakMap<FileContent, readonly string[]>();

/** A file's lines with comments and strings blanked; null: it has no text, or is in a language not understood. */
export function codeLines(path: string, content: FileContent | undefined): readonly string[] | null {
  const language = namesIn(path);
  if (language === null || content?.state !== 'text') return null;
  let lines = masked.get(content);
  if (!lines) {
    lines = mask(content.text, language).split('\n');
    masked.set(content, lines);
  }
  return lines;
}
