import type { Declaration } from './declaration.ts';
import type { Source } from './source.ts';

const NAMES = '(?:Deno\\.)?(?:[xf]?(?:describe|context|it|test)|suite|specify|scenario|feature)';
const callOf = (names: string): RegExp =>
  new RegExp(
    `(?<![\\w$.>:])(${names})((?:\\.\\w{1,20}|\\[['"\`][ \\w]{1,12}['"\`]\\]){0,4})[ \\t]*(?=[(<\`])`,
    'g',
  );
const CALL = callOf(NAMES);
/** `const withStore = test.extend(...)`: a test by a name of its own, with fixtures. */
const EXTENDED = /\b(?:const|let|var)\s+(\w{1,60})\s*=\s*\w{0,40}(?:[tT]est|\bit)\.extend\b/g;
const MAX_EXTENDED = 20;
const SUITE_CALL = /^[xf]?(?:describe|context)|^suite|^feature|\.describe\b/;

/** `it('name', () => {...})` and its kin. */
export function calls(source: Source): Declaration[] {
  const found: Declaration[] = [];
  const extended = source.code.includes('.extend') ? [...source.code.matchAll(EXTENDED)] : [];
  const own = extended.slice(0, MAX_EXTENDED).map(([, name = '']) => name);
  const pattern = own.length === 0 ? CALL : callOf([NAMES, ...own].join('|'));
  for (const match of source.code.matchAll(pattern)) {
    const start = match.index;
    // `test['only']` is `test.only`; what a string holds is blanked in the code.
    const written = source.text.slice(start, start + (match[1] ?? '').length + (match[2] ?? '').length);
    const call = written.replace(/\[['"`](\w+)['"`]\]/g, '.$1');
    let open = skipTypes(source, start + match[0].length);
    // `it.each(table)('name', ...)`, `it.skipIf(condition)('name', ...)`: the last call names it.
    if (/\.(?:each|for|skipIf|runIf|if|todoIf)$/.test(call)) open = afterTable(source, open);
    if (source.code[open] !== '(') continue;
    const close = source.closerOf(open);
    const name = nameAt(source, open + 1, close);
    const body = source.code.slice(open, Math.min(close, open + 1000));
    if (name === null || !/=>|\bfunction\b|\bfn\b|\basync\b|\.todo$/.test(body + call)) continue;
    const kind = SUITE_CALL.test(call) ? 'suite' : 'test';
    const end = source.statementEnd(close + 1);
    const only = /\.only\b/.test(call) || /^f(?:it|test|describe|context)\b/.test(call);
    found.push({ kind, name, head: start, start, body: open, end: Math.max(close, end), call, only });
  }
  return found;
}

/** Behind type arguments: `it<Context>(`. */
function skipTypes(source: Source, at: number): number {
  if (source.code[at] !== '<') return at;
  const length = source.code.slice(at, at + 300).search(/>\s*[(`]/);
  return length === -1 ? at : source.code.slice(at, at + 400).search(/[(`]/) + at;
}

/** The bracket behind the table of `.each`, in brackets or in backticks. */
function afterTable(source: Source, at: number): number {
  const end = source.code[at] === '(' ? source.closerOf(at) : source.code.indexOf('`', at + 1);
  if (end === -1) return source.code.length;
  const rest = source.code.slice(end + 1, end + 200);
  return end + 1 + (rest.length - rest.trimStart().length);
}

/** The first argument as it is written; null if there is none. */
function nameAt(source: Source, from: number, to: number): string | null {
  const text = source.text.slice(from, Math.min(to, from + 500)).trimStart();
  const quoted = /^(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/.exec(text);
  if (quoted) return (quoted[1] ?? quoted[2] ?? quoted[3] ?? '').trim();
  const word = /^[\w$.]+(?=\s*[,+])/.exec(text);
  return word ? word[0] : null;
}
