import { skipWords, sqlNameAt, wordsAt } from '../../parsers/sql-names.ts';
import type { SqlToken } from '../../parsers/sql-tokens.ts';
import type { SchemaEvent } from './_events.ts';
import { alterEvents, isTemporary, lineOf } from './_sql-alter-events.ts';

type Tokens = readonly SqlToken[];

/** Words that open a statement; those that lose something may also stand behind IF, THEN and the like. */
const OPENERS = new Set(
  'drop truncate delete update alter create insert select rename exec execute declare print grant revoke commit rollback return raise perform merge call'.split(
    ' ',
  ),
);
const BEFORE = new Set(['begin', 'then', 'else', 'loop', ';', ')']);
const RESTRICTIONS = new Set(['where', 'join', 'limit', 'top']);

/** What SQL of any dialect does, read off its tokens: statements may follow one another without semicolons. */
export function tokenEvents(tokens: Tokens): SchemaEvent[] {
  const starts: number[] = [];
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === 'symbol' && token.text === '(') depth++;
    if (token.kind === 'symbol' && token.text === ')') depth--;
    if (depth <= 0 && opens(tokens, i)) starts.push(i);
  }
  return starts.flatMap((start, n) => segmentEvents(segment(tokens, start, starts[n + 1] ?? tokens.length)));
}

function opens(tokens: Tokens, i: number): boolean {
  const { kind, text, line } = tokens[i] as SqlToken;
  if (kind !== 'word' || !OPENERS.has(text)) return false;
  const before = tokens[i - 1];
  const next = tokens[i + 1];
  if (!before) return true;
  if (before.text === 'on' || before.text === 'do' || before.text === 'for' || before.text === 'key')
    return false;
  if (text === 'drop' || text === 'truncate' || text === 'alter') {
    // Elsewhere these continue an ALTER TABLE.
    return ['table', 'database', 'schema', 'temporary'].includes(next?.text ?? '');
  }
  if (text === 'rename' && next?.text !== 'table') return false;
  // Elsewhere it continues an INSERT.
  if (text === 'select') return before.text === ';' || before.text === 'begin';
  return before.line < line || BEFORE.has(before.text);
}

/** A statement's tokens up to `;` or the next statement. */
function segment(tokens: Tokens, start: number, next: number): Tokens {
  const own = tokens.slice(start, next);
  const end = own.findIndex((token) => token.kind === 'symbol' && token.text === ';');
  return end < 0 ? own : own.slice(0, end);
}

function segmentEvents(tokens: Tokens): SchemaEvent[] {
  switch (tokens[0]?.text) {
    case 'drop':
      return dropEvents(tokens);
    case 'truncate':
      return named('truncate', tokens, skipWords(tokens, 1, 'table', 'only'));
    case 'delete':
      return deleteEvents(tokens);
    case 'update':
      return updateEvents(tokens);
    case 'alter':
      return alterEvents(tokens);
    case 'create':
      return createEvents(tokens);
    case 'insert':
      return copyEvents(tokens, skipWords(tokens, 1, 'into'));
    case 'select': {
      const into = topLevel(tokens, 'into');
      return into < 0
        ? []
        : named('create table', tokens, skipWords(tokens, into + 1, 'temp', 'temporary', 'table'), true);
    }
    case 'rename': {
      const from = sqlNameAt(tokens, 2);
      const to = from && wordsAt(tokens, from.next, 'to') ? sqlNameAt(tokens, from.next + 1) : null;
      return from && to ? [{ kind: 'rename table', name: from.name, to: to.name, line: lineOf(tokens) }] : [];
    }
    default:
      return [];
  }
}

/** One event for each name of a list; one without a name where a template or a variable stands for it. */
function named(kind: SchemaEvent['kind'], tokens: Tokens, at: number, one = false): SchemaEvent[] {
  const events: SchemaEvent[] = [];
  for (let next = at; ;) {
    const found = sqlNameAt(tokens, next);
    // `TRUNCATE(` is MySQL's function.
    if (!found && (next > at || (tokens[next]?.text ?? '(') === '(')) break;
    const name = found?.name ?? '';
    if (!isTemporary(name)) events.push({ kind, name, line: lineOf(tokens) });
    if (!found || one || tokens[found.next]?.text !== ',') break;
    next = found.next + 1;
  }
  return events;
}

function dropEvents(tokens: Tokens): SchemaEvent[] {
  const what = tokens[1]?.text;
  const names = skipWords(tokens, 2, 'if', 'exists');
  if (what === 'table') return named('drop table', tokens, names);
  if (what === 'schema') return named('drop schema', tokens, names);
  if (what === 'database') return named('drop database', tokens, names);
  if (what === 'type' || what === 'domain' || what === 'extension') {
    return topLevel(tokens, 'cascade') < 0 ? [] : named('drop type', tokens, names);
  }
  return [];
}

function deleteEvents(tokens: Tokens): SchemaEvent[] {
  const from = tokens.findIndex((token, i) => i < 4 && token.text === 'from');
  const restricted = tokens.some((token) => token.kind === 'word' && RESTRICTIONS.has(token.text));
  if (from < 0 || (restricted && !alwaysTrue(tokens))) return [];
  return named('delete all', tokens, skipWords(tokens, from + 1, 'only'), true);
}

function updateEvents(tokens: Tokens): SchemaEvent[] {
  const table = sqlNameAt(tokens, skipWords(tokens, 1, 'only', 'low_priority', 'ignore'));
  const set = topLevel(tokens, 'set');
  if (!table || set < 0 || set > table.next + 2 || isTemporary(table.name)) return [];
  const restricted = ['where', 'join', 'limit', 'from', 'inner'].some((word) => topLevel(tokens, word) >= 0);
  if (restricted && !alwaysTrue(tokens)) return [];
  const columns = tokens.flatMap((_token, i) => {
    const starts = i > set && (i === set + 1 || tokens[i - 1]?.text === ',');
    const name = starts ? sqlNameAt(tokens, i) : null;
    return name && tokens[name.next]?.text === '=' ? [name.name.split('.').at(-1) ?? ''] : [];
  });
  return [{ kind: 'update all', name: table.name, columns, line: lineOf(tokens) }];
}

/** `WHERE true`, `WHERE 1 = 1` as the whole condition. */
function alwaysTrue(tokens: Tokens): boolean {
  const where = topLevel(tokens, 'where');
  if (where < 0) return false;
  const condition = tokens.slice(where + 1).map((token) => token.text);
  return /^(?:true|1|(\d+) ?= ?\1)$/.test(condition.join(' '));
}

function createEvents(tokens: Tokens): SchemaEvent[] {
  const at = tokens.findIndex((token, i) => i < 5 && token.kind === 'word' && token.text === 'table');
  if (at < 0) return [];
  const temporary = tokens.slice(1, at).some(({ text }) => text === 'temp' || text === 'temporary');
  const after = skipWords(tokens, at + 1, 'if', 'not', 'exists');
  const table = sqlNameAt(tokens, after);
  if (!table) return [];
  const unsure = after > at + 1 && !temporary;
  const created: SchemaEvent = {
    kind: 'create table',
    name: table.name,
    unsure,
    temporary,
    line: lineOf(tokens),
  };
  return [created, ...copyEvents(tokens, at + 1)];
}

/** `INSERT INTO a SELECT ... FROM b` and `CREATE TABLE a AS SELECT ... FROM b` that copy every row. */
function copyEvents(tokens: Tokens, at: number): SchemaEvent[] {
  const to = sqlNameAt(tokens, skipWords(tokens, at, 'if', 'not', 'exists'));
  const from = topLevel(tokens, 'from');
  const source = from < 0 || topLevel(tokens, 'select') < 0 ? null : sqlNameAt(tokens, from + 1);
  if (!to || !source || tokens.some(({ kind, text }) => kind === 'word' && RESTRICTIONS.has(text))) return [];
  return [{ kind: 'copy table', name: source.name, to: to.name, line: lineOf(tokens) }];
}

/** Index of a word outside brackets; -1: none. */
function topLevel(tokens: Tokens, word: string): number {
  let depth = 0;
  for (const [i, { kind, text }] of tokens.entries()) {
    if (kind === 'symbol' && text === '(') depth++;
    else if (kind === 'symbol' && text === ')') depth--;
    else if (depth === 0 && kind === 'word' && text === word) return i;
  }
  return -1;
}
