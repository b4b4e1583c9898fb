const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const CODE_INDENT = /^(?: {4}|\t)/;
const INDENTED_TRAILER = /^ {4}[A-Za-z]{1,30}-[A-Za-z-]{1,40}: \S/;
const SQUASH_HEADING = 'Squashed commit of the following:';

interface Fence {
  readonly char: string;
  readonly length: number;
  readonly bare: boolean;
}

function fenceOf(line: string): Fence | null {
  const found = line.includes('```') || line.includes('~~~') ? FENCE.exec(line) : null;
  if (!found) return null;
  const [, ticks = '', info = ''] = found;
  // Backticks in the info string make it inline code on a line of its own.
  if (ticks.startsWith('`') && info.includes('`')) return null;
  return { char: ticks.charAt(0), length: ticks.length, bare: info.trim() === '' };
}

/** For each line, how long a closing fence of this character there is at or after it; 0: none. */
function closersAfter(lines: readonly string[], char: string): Uint32Array {
  const longest = new Uint32Array(lines.length + 1);
  if (!lines.some((line) => line.includes(char))) return longest;
  for (let i = lines.length - 1; i >= 0; i--) {
    const fence = fenceOf(lines[i] ?? '');
    const here = fence?.bare && fence.char === char ? fence.length : 0;
    longest[i] = Math.max(longest[i + 1] ?? 0, here);
  }
  return longest;
}

/** Where a last paragraph begins that is nothing but indented trailers, and that no colon or code introduces; -1: none. */
function indentedTrailers(lines: readonly string[]): number {
  const end = lines.findLastIndex((line) => line.trim() !== '') + 1;
  const begin = lines.findLastIndex((line, i) => i < end && line.trim() === '') + 1;
  if (begin === 0 || !lines.slice(begin, end).every((line) => INDENTED_TRAILER.test(line))) return -1;
  const above = lines.findLastIndex((line, i) => i < begin && line.trim() !== '');
  const paragraph = lines.findLastIndex((line, i) => i < above && line.trim() === '') + 1;
  const introduced =
    lines[above]?.trimEnd().endsWith(':') === true || CODE_INDENT.test(lines[paragraph] ?? '');
  return above < 0 || introduced ? -1 : begin;
}

/**
 * `git merge --squash` indents the messages it collects, and scripts a whole body or the trailers that end it: that is
 * no code. The lines without what indents them.
 */
function dedent(lines: string[]): string[] {
  // A title is never code: one that is indented was copied out of a log.
  const squash = lines[0]?.startsWith('    ') === true ? -1 : lines.indexOf(SQUASH_HEADING);
  if (squash >= 0 || lines[0]?.startsWith('    ') === true) {
    return lines.map((line, i) => (i > squash && line.startsWith('    ') ? line.slice(4) : line));
  }
  const whole = lines.every((line, i) => i === 0 || line.trim() === '' || line.startsWith('    '));
  const from = whole ? 1 : indentedTrailers(lines);
  return from < 0 ? lines : lines.map((line, i) => (i < from ? line : line.trimStart()));
}

/** The line without the HTML comments that end on it, and whether another stays open. */
function stripComments(line: string): { text: string; open: boolean } {
  let text = '';
  let at = 0;
  for (;;) {
    const start = line.indexOf('<!--', at);
    if (start < 0) return { text: text + line.slice(at), open: false };
    text += line.slice(at, start);
    const end = line.indexOf('-->', start + 4);
    if (end < 0) return { text, open: true };
    at = end + 3;
  }
}

/** True for a line that is one whole HTML comment: tools leave their markers that way. */
export function isMarker(line: string): boolean {
  const text = line.trim();
  return text.startsWith('<!--') && text.indexOf('-->') === text.length - 3;
}

/**
 * The lines of a commit message or a pull request's body that its author says in his own name, one for each line
 * feed: null in place of those inside code fences, indented code, quotations and HTML comments of several lines. A
 * fence or comment that is never closed hides nothing. Takes any text, in time linear to its length.
 */
export function visibleLines(text: string): (string | null)[] {
  const lines = dedent(text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line)));
  const closers: Record<string, Uint32Array> = {
    '`': closersAfter(lines, '`'),
    '~': closersAfter(lines, '~'),
  };
  const lastCommentEnd = lines.findLastIndex((line) => line.includes('-->'));
  let fence: Fence | null = null;
  let comment = false;
  let code = false;
  let afterBlank = true;
  const visible: (string | null)[] = [];

  const show = (line: string): void => {
    const blank = line.trim() === '';
    if (!blank) code = CODE_INDENT.test(line) && (code || afterBlank);
    const hidden = (code && !blank) || /^ {0,3}>/.test(line);
    afterBlank = blank;
    visible.push(hidden ? null : line);
  };

  for (const [i, line] of lines.entries()) {
    if (fence) {
      const closing = fenceOf(line);
      if (closing?.bare && closing.char === fence.char && closing.length >= fence.length) fence = null;
      visible.push(null);
      continue;
    }
    let rest = line;
    if (comment) {
      const end = line.indexOf('-->');
      if (end < 0) {
        visible.push(null);
        continue;
      }
      comment = false;
      rest = line.slice(end + 3);
    }
    const opening = fenceOf(rest);
    if (opening && (closers[opening.char]?.[i + 1] ?? 0) >= opening.length) {
      fence = opening;
      visible.push(null);
      continue;
    }
    if (!rest.includes('<!--') || isMarker(rest)) {
      show(rest);
      continue;
    }
    const stripped = stripComments(rest);
    comment = stripped.open && i < lastCommentEnd;
    show(stripped.open && !comment ? rest : stripped.text);
  }
  return visible;
}
