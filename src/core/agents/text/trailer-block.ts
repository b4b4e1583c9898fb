/** Where git finds trailers in a message: lines from `start` up to, not including, `end`. */
export interface TrailerBlock {
  readonly start: number;
  readonly end: number;
}

const GIT_GENERATED = /^(?:Signed-off-by: |\(cherry picked from commit )/;
const KEY = /^[A-Za-z0-9-]+[ \t]*:/;
const COMMENT = '#';
/** Below this line `git commit --verbose` shows the difference, which it does not keep. */
const SCISSORS = '# ------------------------ >8 ------------------------';

/** White space as git has it: no form feed, no wide spaces. */
const isBlank = (line: string): boolean => /^[ \t\r]*$/.test(line);
/** Git's white space at the start of a line; its other kinds end a line. */
const isIndented = (line: string): boolean => /^[ \t\r]/.test(line);

/** Comments, blank lines and a list of conflicts that end a message do not count: the line they begin at. */
function endOfText(lines: readonly string[]): number {
  const scissors = lines.indexOf(SCISSORS);
  const cutoff = scissors < 0 ? lines.length : scissors;
  let ignored = -1;
  let conflicts = false;
  for (let i = 0; i < cutoff; i++) {
    const line = lines[i] ?? '';
    if (line === '' || line.startsWith(COMMENT)) {
      if (ignored < 0) ignored = i;
    } else if (line === 'Conflicts:') {
      conflicts = true;
      if (ignored < 0) ignored = i;
    } else if (!(conflicts && line.startsWith('\t'))) {
      ignored = -1;
      conflicts = false;
    }
  }
  return ignored < 0 ? cutoff : ignored;
}

/**
 * The block of trailers as git 2.39 finds it: the last paragraph, never the title, when all of it are trailers, or
 * a quarter of it where git itself wrote one. Takes the message's lines as written, without their line feeds;
 * null: there is none. Linear in the length.
 */
export function trailerBlock(lines: readonly string[]): TrailerBlock | null {
  const end = endOfText(lines);
  const subject = lines.findIndex((line) => !isBlank(line));
  const title = lines.findIndex((line, i) => i > subject && !line.startsWith(COMMENT) && isBlank(line));
  if (subject < 0 || title < 0 || title >= end) return null;
  let trailers = 0;
  let others = 0;
  let folded = 0;
  let generated = false;
  let seen = false;
  for (let i = end - 1; i >= title; i--) {
    const line = lines[i] ?? '';
    if (line.startsWith(COMMENT)) {
      others += folded;
      folded = 0;
    } else if (isBlank(line)) {
      if (!seen) continue;
      others += folded;
      const found = (generated && trailers * 3 >= others) || (trailers > 0 && others === 0);
      return found ? { start: i + 1, end } : null;
    } else {
      seen = true;
      if (GIT_GENERATED.test(line) || KEY.test(line)) {
        generated ||= GIT_GENERATED.test(line);
        trailers += 1;
        folded = 0;
      } else if (isIndented(line)) {
        folded += 1;
      } else {
        others += 1 + folded;
        folded = 0;
      }
    }
  }
  return null;
}
