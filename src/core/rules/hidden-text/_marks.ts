import { lineChanges, type DiffLine } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Place } from '../rule.ts';

/** A stretch of a line in which something is hidden. Offsets count UTF-16 units, as editors do. */
export interface Mark {
  readonly at: number;
  readonly end: number;
  /** The first few different characters that are hidden in it. */
  readonly points: readonly number[];
}

/** Finds what is hidden in one line. A line may be a megabyte long: linear, and no more than `MAX_MARKS` marks. */
export type Finder = (line: DiffLine, file: FileChange, side: Place['side']) => readonly Mark[];

/** So many on one line are told apart; more make no difference. */
export const MAX_MARKS = 100;

/** A mark that this change adds. */
export interface NewMark {
  readonly place: Place;
  readonly mark: Mark;
}

/**
 * The marks on added lines that no removed line of the change had, in any file, with the same text around them: a
 * line that moved, or was changed elsewhere, hides nothing new.
 * @param prefilter a test of the whole patch; files it does not match are not read
 */
export function newMarks(files: readonly FileChange[], prefilter: RegExp, find: Finder): NewMark[] {
  const read = files.filter(({ patch }) => patch !== null && prefilter.test(patch));
  const gone = new Map<string, number>();
  for (const file of read) {
    for (const line of lineChanges(file).removed) {
      for (const mark of marksOf(line, file, 'base', prefilter, find)) {
        const key = keyOf(line.text, mark);
        gone.set(key, (gone.get(key) ?? 0) + 1);
      }
    }
  }
  const found: NewMark[] = [];
  for (const file of read) {
    for (const line of lineChanges(file).added) {
      const added = marksOf(line, file, 'head', prefilter, find).filter((mark) => {
        const key = gone.size === 0 ? '' : keyOf(line.text, mark);
        const left = gone.get(key) ?? 0;
        if (left > 0) gone.set(key, left - 1);
        return left === 0;
      });
      const [mark] = added;
      if (mark) found.push({ place: { path: file.path, line: line.line, side: 'head' }, mark });
    }
  }
  return found;
}

const marksOf = (
  line: DiffLine,
  file: FileChange,
  side: Place['side'],
  prefilter: RegExp,
  find: Finder,
): readonly Mark[] => (prefilter.test(line.text) ? find(line, file, side) : []);

const CONTEXT = 12;

/** What is hidden with what stands beside it, without spaces: re-indenting changes nothing. */
const keyOf = (text: string, { at, end }: Mark): string =>
  text.slice(Math.max(0, at - CONTEXT), end + CONTEXT).replace(/[ \t]+/g, '');

const MAX_POINTS = 3;

/** The first few different code points of a text that `hides` says are hidden. */
export function hiddenPoints(text: string, hides: (point: number) => boolean): number[] {
  const points = new Set<number>();
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (hides(point)) points.add(point);
    if (points.size === MAX_POINTS) break;
  }
  return [...points];
}

/** Where the first mark is, which characters it hides, and how many more there are. */
export function describe(marks: readonly NewMark[], name: (point: number) => string): string {
  const [first] = marks;
  if (!first) return '';
  const { place, mark } = first;
  const characters = mark.points.map(name).join(', ');
  const where = place.line === null ? 'in its name' : `on line ${place.line} from column ${mark.at + 1}`;
  const more = marks.length > 1 ? `, and ${marks.length - 1} more` : '';
  return `${characters} ${where}${more}`;
}
