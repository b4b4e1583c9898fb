import { after, before, eachRun, RIGHT_TO_LEFT, unitsOf } from './_characters.ts';
import { hiddenPoints, MAX_MARKS, type Mark } from './_marks.ts';
import { isSpelling } from './_payload.ts';

/** One test of a patch. */
export const MAY_BE_INVISIBLE =
  /[\u034f\ufe00-\ufe0f\u0085\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\r(?!$|[\r\n])/;

/** A carriage return counts in the middle of a line only. */
const INVISIBLE = unitsOf(new RegExp(`${MAY_BE_INVISIBLE.source.split('|')[0]}|\\r`));
const LINE_BREAK = /[\r\u0085\u2028\u2029]/;
const DIRECTION_MARKS = /^[\u200e\u200f\u061c]+$/;
const SELECTOR = /^[\ufe00-\ufe0f]+$/;
const FILLER = /^[\u115f\u1160\u3164\uffa0]+$/;

/** Where these end a line, so that what follows a comment runs: .NET knows them all, JavaScript no next line. */
const DOTNET = /\.(?:cs|csx|vb|fs)$/i;
const JAVASCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte)$/i;
const CARRIAGE_RETURN = /\.(?:java|kt|kts|py)$/i;

function breaksLine(run: string, path: string): boolean {
  if (DOTNET.test(path)) return true;
  if (JAVASCRIPT.test(path)) return /[\r\u2028\u2029]/.test(run);
  return run.includes('\r') && CARRIAGE_RETURN.test(path);
}

const always = (): boolean => true;

/**
 * Characters without a shape, where nothing in the language of the text asks for them.
 * @param first whether this is the first line of its file, which may begin with a byte order mark
 */
export function invisibles(line: string, path: string, first: boolean): Mark[] {
  const marks: Mark[] = [];
  const isRightToLeft = RIGHT_TO_LEFT.test(line);
  eachRun(line, INVISIBLE, (at, end) => {
    const run = line.slice(at, end);
    if (first && at === 0 && run === '\ufeff') return true;
    if (end === line.length && /^\r+$/.test(run)) return true;
    const isNatural = LINE_BREAK.test(run)
      ? !breaksLine(run, path)
      : isSpelt(line, at, end, run, isRightToLeft);
    if (!isNatural) marks.push({ at, end, points: hiddenPoints(run, always) });
    return marks.length < MAX_MARKS;
  });
  return marks;
}

function isSpelt(line: string, at: number, end: number, run: string, isRightToLeft: boolean): boolean {
  const previous = before(line, at);
  // A selector stands for itself after quotes and letters only; whether digits, symbols and emoji need it is theirs.
  if (SELECTOR.test(run)) return !/^[A-Za-z"'`]?$/.test(previous);
  // What an emoji is joined with follows the selector that shows it as one.
  if (run.startsWith('\ufe0f') && run.length === 2) return isSpelling(line, at + 1, end);
  if (DIRECTION_MARKS.test(run)) return isRightToLeft;
  if (FILLER.test(run)) return [previous, after(line, end)].some((char) => /\p{Script=Hangul}/u.test(char));
  if (run.length > 2) return false;
  return isSpelling(line, at, end);
}
