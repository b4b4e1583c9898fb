/** A string that stands in an expression, without quotes. Interpolations are kept as written: `${var.x}`. */
export interface HclString {
  readonly text: string;
  /** 1-based line where the text begins; of a heredoc, its first line of content. */
  readonly line: number;
}

/** `name = expression`, or `name : expression` inside an object. */
export interface HclAttribute {
  readonly name: string;
  readonly line: number;
  /** The expression's tokens outside nested objects, joined by single spaces; strings in double quotes. */
  readonly text: string;
  /** The strings in it, outside nested objects. */
  readonly strings: readonly HclString[];
}

/**
 * A block (`resource "type" "name" { ... }`), or an object inside an expression: then `type` is the attribute's
 * name and there are no labels, so that `ingress { }` and `ingress = [{ }]` look the same.
 */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

interface Token {
  readonly kind: 'word' | 'string' | 'mark' | 'newline' | 'end';
  readonly text: string;
  readonly line: number;
}

const MAX_DEPTH = 60;
const MAX_LABELS = 8;
const MAX_LENGTH = 1_000_000;

class Malformed extends Error {}

/**
 * Reads Terraform's language far enough to see blocks, attributes and the strings in them.
 * @returns null for text that is not HCL: braces that do not match, an unclosed string, nesting deeper than 60,
 * more than 1,000,000 characters.
 */
export function parseHcl(text: string): HclBlock | null {
  if (text.length > MAX_LENGTH) return null;
  try {
    return new Parser(tokenize(text)).file();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

const WORD = /[\p{L}_][\p{L}\p{N}_-]*|\d[\w.]*/uy;
const HEREDOC = /<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/y;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let at = 0;
  const push = (kind: Token['kind'], value: string, end: number): void => {
    tokens.push({ kind, text: value, line });
    for (let i = at; i < end; i++) if (text.charCodeAt(i) === 10) line++;
    at = end;
  };
  while (at < text.length) {
    const char = text[at] as string;
    if (char === '\n') push('newline', '\n', at + 1);
    else if (char === ' ' || char === '\t' || char === '\r' || char === '\uFEFF') at++;
    else if (char === '#' || text.startsWith('//', at)) at = orEnd(text.indexOf('\n', at), text);
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) throw new Malformed('comment');
      for (let i = at; i < end; i++) if (text.charCodeAt(i) === 10) line++;
      at = end + 2;
    } else if (char === '"') {
      const end = stringEnd(text, at);
      push('string', text.slice(at + 1, end), end + 1);
    } else {
      HEREDOC.lastIndex = at;
      const heredoc = char === '<' ? HEREDOC.exec(text) : null;
      if (heredoc) {
        const begin = at + heredoc[0].length;
        const end = heredocEnd(text, begin, heredoc[1] as string);
        line++;
        at = begin;
        push('string', text.slice(begin, end.content), end.content);
        at = end.after;
        continue;
      }
      WORD.lastIndex = at;
      const word = WORD.exec(text)?.[0];
      if (word === undefined) push('mark', char, at + 1);
      else push('word', word, at + word.length);
    }
  }
  tokens.push({ kind: 'end', text: '', line });
  return tokens;
}

const orEnd = (index: number, text: string): number => (index < 0 ? text.length : index);

/** Index of the closing quote. Strings may hold `${f("x")}`, whose own quotes do not close them. */
function stringEnd(text: string, start: number): number {
  const open: ('string' | 'template')[] = ['string'];
  const braces: number[] = [];
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i];
    if (open.at(-1) === 'string') {
      if (char === '\\') i++;
      else if (char === '"') {
        open.pop();
        if (open.length === 0) return i;
      } else if (char === '\n') throw new Malformed('string');
      else if ((char === '$' || char === '%') && text[i + 1] === '{' && text[i - 1] !== char) {
        open.push('template');
        braces.push(0);
        i++;
      }
    } else if (char === '"') open.push('string');
    else if (char === '{') braces.push((braces.pop() ?? 0) + 1);
    else if (char === '}') {
      const depth = braces.pop() ?? 0;
      if (depth === 0) open.pop();
      else braces.push(depth - 1);
    }
    if (open.length > MAX_DEPTH) throw new Malformed('depth');
  }
  throw new Malformed('string');
}

function heredocEnd(text: string, begin: number, mark: string): { content: number; after: number } {
  for (let at = begin; at <= text.length;) {
    const end = orEnd(text.indexOf('\n', at), text);
    if (text.slice(at, end).trim() === mark) return { content: at, after: end };
    at = end + 1;
  }
  throw new Malformed('heredoc');
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  file(): HclBlock {
    const body = this.#body('end', 0);
    return { type: '', labels: [], line: 1, ...body };
  }

  get #token(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #is(text: string, offset = 0): boolean {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === 'mark' && token.text === text;
  }

  /** Attributes and blocks up to the closing brace or the end, which is consumed. */
  #body(closing: '}' | 'end', depth: number): Pick<HclBlock, 'attributes' | 'blocks'> {
    if (depth > MAX_DEPTH) throw new Malformed('depth');
    const attributes: HclAttribute[] = [];
    const blocks: HclBlock[] = [];
    for (;;) {
      const token = this.#token;
      if (token.kind === 'end' ? closing === 'end' : closing === '}' && this.#is('}')) {
        this.#at++;
        return { attributes, blocks };
      }
      if (token.kind === 'end' || this.#is('}')) throw new Malformed('brace');
      if ((token.kind === 'word' || token.kind === 'string') && this.#entry(token, attributes, blocks, depth))
        continue;
      if (this.#is('{')) this.#nested(token.text, token.line, blocks, depth);
      else this.#at++;
    }
  }

  /** One attribute or block if the token begins one. */
  #entry(token: Token, attributes: HclAttribute[], blocks: HclBlock[], depth: number): boolean {
    if ((this.#is('=', 1) && !this.#is('=', 2) && !this.#is('>', 2)) || this.#is(':', 1)) {
      this.#at += 2;
      attributes.push(this.#expression(token, blocks, depth));
      return true;
    }
    const labels: string[] = [];
    for (let i = 1; i <= MAX_LABELS + 1; i++) {
      const next = this.#tokens[this.#at + i];
      if (next?.kind === 'word' || next?.kind === 'string') labels.push(next.text);
      else if (this.#is('{', i)) {
        this.#at += i;
        this.#nested(token.text, token.line, blocks, depth, labels);
        return true;
      } else return false;
    }
    return false;
  }

  #nested(type: string, line: number, blocks: HclBlock[], depth: number, labels: string[] = []): void {
    this.#at++;
    blocks.push({ type, labels, line, ...this.#body('}', depth + 1) });
  }

  /** Up to the end of the line or a comma outside brackets, or the bracket that closes what is around. */
  #expression(name: Token, blocks: HclBlock[], depth: number): HclAttribute {
    const parts: string[] = [];
    const strings: HclString[] = [];
    let open = 0;
    for (;;) {
      const token = this.#token;
      if (token.kind === 'end') break;
      if (open === 0 && (token.kind === 'newline' || this.#is(',') || this.#is('}'))) break;
      if (this.#is('{')) {
        this.#nested(name.text, token.line, blocks, depth);
        continue;
      }
      if (this.#is('}')) throw new Malformed('brace');
      if (this.#is('(') || this.#is('[')) open++;
      // Inside a `for` a colon only looks like an attribute's: its bracket is left to what is around.
      if ((this.#is(')') || this.#is(']')) && --open < 0) break;
      if (token.kind === 'string') strings.push({ text: token.text, line: token.line });
      if (token.kind !== 'newline') parts.push(token.kind === 'string' ? `"${token.text}"` : token.text);
      this.#at++;
    }
    return { name: name.text, line: name.line, text: parts.join(' '), strings };
  }
}
