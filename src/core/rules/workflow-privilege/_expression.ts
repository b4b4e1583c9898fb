/**
 * Reads GitHub's `${{ }}` expressions as far as needed to say which context values can end up in the result.
 * `contains(github.event.comment.body, 'x')` gives true or false and carries nothing of the comment.
 */

/** A context value that flows into the result: `['github', 'event', 'issue', 'title']`, lower case. */
export interface Flow {
  readonly path: readonly string[];
  /** It went through toJSON, so everything below it flows too. */
  readonly whole: boolean;
}

/** An expression in a text, with the text between the braces. */
export interface Embedded {
  readonly raw: string;
  readonly index: number;
}

/** All `${{ }}` of a text, in order. */
export function embeddedExpressions(text: string): Embedded[] {
  const found: Embedded[] = [];
  for (let at = text.indexOf('${{'); at !== -1; at = text.indexOf('${{', at + 3)) {
    const end = text.indexOf('}}', at + 3);
    if (end === -1) break;
    found.push({ raw: text.slice(at + 3, end), index: at });
  }
  return found;
}

const TOKEN = /\s+|'(?:[^']|'')*'|[A-Za-z_][\w-]*|\d[\w.]*|&&|\|\||==|!=|<=|>=|[!<>()[\].,*]|[\s\S]/g;

/** Functions whose result carries nothing of their arguments. */
const OPAQUE = new Set([
  'contains',
  'startswith',
  'endswith',
  'hashfiles',
  'success',
  'failure',
  'always',
  'cancelled',
]);
const MAX_DEPTH = 50;

/** What flows out of an expression (without braces). What cannot be parsed lets all its values flow. */
export function flowsOf(expression: string): Flow[] {
  const tokens = (expression.match(TOKEN) ?? []).filter((token) => token.trim() !== '');
  const reader = new Reader(tokens);
  const flows = reader.or(0);
  return flows && reader.atEnd() ? flows : everyPath(tokens);
}

/** Each run of names and dots, whatever is done with it. */
function everyPath(tokens: readonly string[]): Flow[] {
  return tokens
    .join('')
    .toLowerCase()
    .split(/[^\w.*-]+/)
    .filter((path) => path.includes('.'))
    .map((path) => ({ path: path.split('.'), whole: false }));
}

/** Recursive descent; null: no such expression. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  #take(...wanted: string[]): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) return false;
    this.#at++;
    return true;
  }

  or(depth: number): Flow[] | null {
    if (depth > MAX_DEPTH) return null;
    let flows = this.#and(depth);
    while (flows && this.#take('||')) {
      const right = this.#and(depth);
      flows = right && [...flows, ...right];
    }
    return flows;
  }

  /** `a && b` gives b, or a when it is empty. */
  #and(depth: number): Flow[] | null {
    let flows = this.#compare(depth);
    while (flows && this.#take('&&')) flows = this.#compare(depth);
    return flows;
  }

  #compare(depth: number): Flow[] | null {
    let flows = this.#unary(depth);
    while (flows && this.#take('==', '!=', '<', '>', '<=', '>=')) flows = this.#unary(depth) && [];
    return flows;
  }

  #unary(depth: number): Flow[] | null {
    let negated = false;
    while (this.#take('!')) negated = true;
    const flows = this.#value(depth);
    return flows && negated ? [] : flows;
  }

  #value(depth: number): Flow[] | null {
    const token = this.#tokens[this.#at++];
    if (token === undefined) return null;
    if (token === '(') {
      const flows = this.or(depth + 1);
      return flows && this.#take(')') ? flows : null;
    }
    if (/^['\d]/.test(token)) return [];
    if (!/^[A-Za-z_]/.test(token)) return null;
    if (this.#take('(')) return this.#call(token.toLowerCase(), depth);
    return this.#path([token.toLowerCase()], depth);
  }

  #call(name: string, depth: number): Flow[] | null {
    const flows: Flow[] = [];
    while (!this.#take(')')) {
      const argument = this.or(depth + 1);
      if (!argument) return null;
      flows.push(...argument);
      this.#take(',');
    }
    if (OPAQUE.has(name)) return [];
    // `fromJSON(x).field` carries x.
    const rest = this.#path([], depth);
    return rest && flows.map((flow) => ({ ...flow, whole: flow.whole || name === 'tojson' }));
  }

  #path(path: string[], depth: number): Flow[] | null {
    for (;;) {
      if (this.#take('.')) {
        const name = this.#tokens[this.#at++];
        if (name === undefined || !/^[\w*]/.test(name)) return null;
        path.push(name.toLowerCase());
      } else if (this.#take('[')) {
        const key = this.#tokens[this.#at];
        if (key?.startsWith("'") && this.#tokens[this.#at + 1] === ']') {
          path.push(key.slice(1, -1).toLowerCase());
          this.#at++;
        } else {
          path.push('*');
          if (!this.#take('*') && !this.or(depth + 1)) return null;
        }
        if (!this.#take(']')) return null;
      } else return [{ path, whole: false }];
    }
  }
}

/** Whether a flow carries a value that `pattern` describes (`*`: any one name). */
export function carries(flow: Flow, pattern: readonly string[]): boolean {
  if (flow.whole ? flow.path.length > pattern.length : flow.path.length !== pattern.length) return false;
  return flow.path.every((name, i) => name === '*' || pattern[i] === '*' || name === pattern[i]);
}
