import type { Code } from './code.ts';

/** How far above its use a variable's value is looked for. */
const LOOK_BACK = 3000;

/** What a variable was last set to before an offset, without what strings hold, and where; null: not seen. */
export function lastValue(name: string, code: Code, index: number): { text: string; at: number } | null {
  const from = Math.max(0, index - LOOK_BACK);
  const before = code.code.slice(from, index);
  for (let at = before.lastIndexOf(name); at >= 0; at = at > 0 ? before.lastIndexOf(name, at - 1) : -1) {
    if (/[\w.]/.test(before[at - 1] ?? '')) continue;
    const assigned = /^[ \t]{0,5}(?::[ \t]?[\w.]{1,40}[ \t]{0,3})?:?=(?![=>~])[ \t]{0,5}/.exec(
      before.slice(at + name.length, at + name.length + 80),
    );
    if (!assigned) continue;
    const start = from + at + name.length + assigned[0].length;
    const end = endOfValue(code.text, start);
    return { text: `${code.code.slice(start, end)} ${putInto(code.text.slice(start, end))}`, at: from + at };
  }
  return null;
}

const MAX_VALUE = 1500;

/** The end of the line that a value ends on: its first, or the one where a string of several lines is closed. */
function endOfValue(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_VALUE);
  const opening = /^(?:[\w.]{1,40}\()?("""|'''|`)/.exec(text.slice(start, start + 50));
  const close = opening ? text.indexOf(opening[1] ?? '', start + opening[0].length) : -1;
  const end = text.indexOf('\n', close === -1 || close > limit ? start : close);
  return end === -1 ? limit : Math.min(end, limit);
}

/** Whether a variable was last set to a constant, the same whatever is asked: `false`, `0`, `True`. */
export function isSetTo(constant: 'true' | 'false', name: string, code: Code, index: number): boolean {
  const value = lastValue(name.replace(/^\$/, ''), code, index)?.text.trim();
  const pattern = constant === 'true' ? /^(?:true|!false|!0|1)(?![\w.])/i : /^(?:false|!true|!1|0)(?![\w.])/i;
  return value !== undefined && pattern.test(value) && !/^\w+\s*(?:\?|&&|\|\||\bif\b)/.test(value);
}

/** What is put into a string between braces: code, although it stands in one. */
export const putInto = (text: string): string => (text.match(/[$#]?\{[^{}\n]{1,100}\}/g) ?? []).join(' ');
