import type { Code } from './code.ts';
import type { Syntax } from './syntax.ts';

/** A declaration that lines belong to: a class, a function, a route. */
export interface Scope {
  readonly kind: 'file' | 'class' | 'function' | 'route';
  readonly name: string;
  /** Names of all scopes around and this one's own. */
  readonly path: string;
  readonly parent: Scope | null;
  /** 1-based lines. */
  readonly line: number;
  endLine: number;
}

const MODIFIERS = String.raw`(?:(?:export|default|public|private|protected|internal|static|final|abstract|async|override|suspend|open|sealed|partial|unsafe|readonly|virtual|inline|data|pub(?:\([\w: ]{1,20}\))?)[ \t]{1,4}){0,6}`;
const CLASS = new RegExp(
  String.raw`^${MODIFIERS}(?:class|module|defmodule|interface|struct|trait|impl|object|record|namespace|protocol|service)[ \t]{1,4}([\w.:<>]{1,80})`,
);
const FUNCTION = new RegExp(
  String.raw`^${MODIFIERS}(?:def|defp|function\*?|func|fn|fun)[ \t]{1,4}(?:\([^()\n]{0,80}\)[ \t]{0,3})?((?:self\.)?[\w$.]{1,80}[?!]?)`,
);
/** In JavaScript, a name that is given a function, or what a wrapper makes of one. */
const ASSIGNED = new RegExp(
  String.raw`^${MODIFIERS}(?:(?:const|let|var)[ \t]{1,4})?([\w$.]{1,80})(?:: ?[A-Z][\w<>[\], .|&]{0,120})?(?:[ \t]{0,3}=|:)[ \t]{0,3}(?:async\b|function\b|\([^=]{0,200}(?:=>|$)|[\w$]{1,60}[ \t]{0,3}=>)`,
);
/** What a call at the top or a property gives it. */
const WRAPPED = new RegExp(
  String.raw`^(?:(?:export[ \t]{1,3})?(?:const|let|var)[ \t]{1,4}([\w$]{1,80})[ \t]{0,3}=|([\w$]{1,80}):)[ \t]{0,3}(?!await\b|require\()[\w$.]{1,80}(?:[ \t]{0,3}\(|$)`,
);
const METHOD =
  /^(?:[\w$@<>[\],.?*&]{1,60}[ \t]{1,4}){0,7}([\w$]{1,80})[ \t]{0,2}(?:<[^<>\n]{0,60}>)?[ \t]{0,2}\(/;
const ROUTE =
  /^[\w$.:@>\\-]{0,60}?(?:\.|->|::|^)(get|post|put|patch|delete|all|use|route|head|options|any|match|prefix|group|scope|resources?|apiresource|mount|connect|handle|handlefunc|method|mapget|mapgroup|mappost|mapput|mapdelete|mappatch|mapcontrollers)[ \t]{0,2}[( ]\s{0,60}(?=["'`:])/i;
/** A method's brace, after its parameters and what it returns. */
const BLOCK = /\)(?:\s{0,3}:[^{}()]{1,100}|[\w \t,.]{0,120})\{\s*$/;
const KEYWORDS = new Set(
  'if for foreach while switch catch return await new throw else elif when using lock unless until match do try yield typeof delete case in of super this print echo raise assert with go defer func function fn and or not'.split(
    ' ',
  ),
);
/** What goes on with the declaration before it, at whatever indentation. */
const GOES_ON =
  /^(?:[)\]}{,]|end\b|else\b|elif\b|elsif\b|except\b|rescue\b|ensure\b|catch\b|finally\b|do\b|->|=>|\.(?!(?:get|post|put|patch|delete|all|route|use)\()|\?\.|&&|\|\|)/;
const DECORATOR = /^(?:@[A-Za-z]|#\[|\[[A-Za-z])/;
const MAX_LINE = 400;

/** The scopes of a text and which of them each line belongs to. */
export interface Scopes {
  readonly root: Scope;
  readonly all: readonly Scope[];
  /** By 1-based line; decorators belong to what they decorate. */
  at(line: number): Scope;
}

/**
 * Tells by indentation which declaration each line belongs to. Works for any language that is written one
 * statement a line; a text on one line is one scope. Linear.
 */
export function scopesOf(code: Code): Scopes {
  const root: Scope = { kind: 'file', name: '', path: '', parent: null, line: 1, endLine: 1 };
  const all: Scope[] = [root];
  const lines = code.code.split('\n');
  const texts = code.text.split('\n');
  const byLine: Scope[] = [root];
  const open: { scope: Scope; indent: number }[] = [];
  let decorators: number[] = [];
  let inDecorator = 0;
  for (let i = 0; i < lines.length; i++) {
    const full = lines[i] ?? '';
    const line = full.length > MAX_LINE ? full.slice(0, MAX_LINE) : full;
    const trimmed = line.trim();
    const top = (): Scope => open.at(-1)?.scope ?? root;
    if (trimmed === '') {
      byLine.push(top());
      if (inDecorator > 0) decorators.push(i + 1);
      continue;
    }
    if (inDecorator > 0 || (DECORATOR.test(trimmed) && isWhole(trimmed, texts[i] ?? ''))) {
      inDecorator = Math.max(0, inDecorator + depthOf(trimmed));
      decorators.push(i + 1);
      byLine.push(top());
      continue;
    }
    const indent = indentOf(line);
    if (!GOES_ON.test(trimmed)) {
      while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= indent) open.pop();
    }
    const next = { code: lines[i + 1] ?? '', text: texts[i + 1] ?? '' };
    const own = { code: trimmed, text: (texts[i] ?? '').trim().slice(0, MAX_LINE) };
    const header = headerOf(own, next, code.syntax, indent === 0);
    if (header && !GOES_ON.test(trimmed)) {
      const parent = top();
      const path = `${parent.path}>${header.name}`;
      const scope: Scope = { ...header, path, parent, line: i + 1, endLine: i + 1 };
      all.push(scope);
      open.push({ scope, indent });
    }
    byLine.push(top());
    for (const each of open) each.scope.endLine = i + 1;
    const owner = header ? top() : null;
    if (owner) for (const number of decorators) byLine[number] = owner;
    decorators = [];
  }
  root.endLine = lines.length;
  return { root, all, at: (line) => byLine[line] ?? root };
}

/** An attribute alone on its lines; `[a, b] = x` and `[1, 2].map()` are none. */
const isWhole = (trimmed: string, text: string): boolean =>
  trimmed.startsWith('@')
    ? /^@[\w.:]{1,100}(?:\s*$|\s*\()/.test(trimmed) || /^@\w+\s+@/.test(trimmed)
    : /^#?\[[A-Za-z]\w*/.test(trimmed) &&
      (trimmed.endsWith(']') || depthOf(trimmed) > 0) &&
      !/[=;]\s*$/.test(text);

function depthOf(line: string): number {
  let depth = 0;
  for (const char of line) {
    if (char === '(' || char === '[') depth++;
    else if (char === ')' || char === ']') depth--;
  }
  return depth;
}

function indentOf(line: string): number {
  let indent = 0;
  for (const char of line) {
    if (char === ' ') indent++;
    else if (char === '\t') indent += 4;
    else break;
  }
  return indent;
}

interface Line {
  readonly code: string;
  readonly text: string;
}

function headerOf(
  { code, text }: Line,
  next: Line,
  syntax: Syntax,
  isOutermost: boolean,
): Pick<Scope, 'kind' | 'name'> | null {
  // Annotations in front of a declaration on one line are not its name.
  const bare = code.replace(/^(?:@[\w.]{1,60}(?:\([^()\n]{0,200}\))?[ \t]{1,4}){1,5}/, '');
  const found = CLASS.exec(bare);
  if (found) return { kind: 'class', name: found[1] ?? '' };
  const declared = FUNCTION.exec(bare);
  if (declared) return { kind: 'function', name: declared[1] ?? '' };
  if (/^export[ \t]+default\b/.test(bare)) return { kind: 'function', name: 'default' };
  const route = ROUTE.exec(text) ?? (code.endsWith('(') ? ROUTE.exec(`${text}${next.text.trim()}`) : null);
  if (route) {
    const rest = `${text}${next.text.trim()}`.slice(route[0].length);
    const path = /^["'`:]([^"'`,\s)]{0,120})/.exec(rest)?.[1] ?? '';
    // What is used for a path and has no handler of its own belongs to the router.
    const isUse = /^use$/i.test(route[1] ?? '') && depthOf(code) <= 0;
    if (!isUse && !/^https?:/.test(path))
      return { kind: 'route', name: `${(route[1] ?? '').toLowerCase()} ${path}` };
  }
  if (syntax === 'js') {
    const wrapped = isOutermost || !/[^=!<>]=[^=>]/.test(bare) ? WRAPPED.exec(bare) : null;
    const name = ASSIGNED.exec(bare)?.[1] ?? wrapped?.[1] ?? wrapped?.[2] ?? '';
    if (name !== '' && !KEYWORDS.has(name)) return { kind: 'function', name };
  }
  const method = METHOD.exec(bare);
  const name = method?.[1] ?? '';
  if (!method || KEYWORDS.has(name) || KEYWORDS.has(/^\w+/.exec(bare)?.[0] ?? '')) return null;
  const typed = /^[\w$@<>[\],.?*&]{1,60}[ \t]/.test(bare);
  const opensBlock = BLOCK.test(bare) || (/\)[ \t\w,.]{0,80}$/.test(bare) && /^\s*\{\s*$/.test(next.code));
  const opensMore = typed && (depthOf(bare) > 0 || /\)\s*=>/.test(bare));
  return opensBlock || opensMore ? { kind: 'function', name } : null;
}
