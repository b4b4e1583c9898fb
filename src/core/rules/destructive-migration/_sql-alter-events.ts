import { skipWords, sqlNameAt, wordsAt } from '../../parsers/sql-names.ts';
import type { SqlToken } from '../../parsers/sql-tokens.ts';
import type { SchemaEvent } from './_events.ts';

type Tokens = readonly SqlToken[];

/** What ALTER TABLE ... DROP takes away besides columns. */
const NOT_A_COLUMN = new Set(
  'constraint index key primary foreign check default not unique partition trigger policy expression identity period system rule statistics table schema database view function procedure type sequence role user'.split(
    ' ',
  ),
);

/** The line of a statement. */
export const lineOf = (tokens: Tokens): number => tokens[0]?.line ?? 1;

/** Tables that are gone when the session ends, by name. */
export const isTemporary = (name: string): boolean => name.startsWith('#') || name.startsWith('pg_temp.');

/** What ALTER TABLE takes away, adds or changes, in any dialect. */
export function alterEvents(tokens: Tokens): SchemaEvent[] {
  const table =
    tokens[1]?.text === 'table' ? sqlNameAt(tokens, skipWords(tokens, 2, 'if', 'exists', 'only')) : null;
  if (!table || isTemporary(table.name)) return [];
  const events: SchemaEvent[] = [];
  let depth = 0;
  for (let i = table.next; i < tokens.length; i++) {
    const { text } = tokens[i] as SqlToken;
    if (text === '(') depth++;
    if (text === ')') depth--;
    const first = i === table.next || (depth === 0 && tokens[i - 1]?.text === ',');
    if (!first) continue;
    const event = actionEvent(tokens, i, table.name);
    if (event) events.push(event);
  }
  return events;
}

function actionEvent(tokens: Tokens, at: number, table: string): SchemaEvent | null {
  const { text: verb } = tokens[at] as SqlToken;
  const spelled = tokens[at + 1]?.text === 'column';
  const rest = spelled ? at + 2 : at + 1;
  if (!spelled && tokens[rest]?.kind === 'word' && NOT_A_COLUMN.has(tokens[rest]?.text ?? '')) return null;
  if (verb === 'drop') {
    const column = sqlNameAt(
      tokens,
      skipWords(tokens, tokens[rest]?.text === '(' ? rest + 1 : rest, 'if', 'exists'),
    );
    const line = column ? (tokens[column.next - 1]?.line ?? 1) : 1;
    return column && { kind: 'drop column', name: table, columns: [column.name], line };
  }
  if (verb === 'add') {
    const after = skipWords(tokens, rest, 'if', 'not', 'exists');
    const column = sqlNameAt(tokens, after);
    return (
      column && {
        kind: 'add column',
        name: table,
        columns: [column.name],
        unsure: after > rest,
        line: lineOf(tokens),
      }
    );
  }
  if (verb === 'alter' || verb === 'modify' || verb === 'change') return typeEvent(tokens, verb, rest, table);
  if (verb === 'rename' && tokens[at + 1]?.text === 'to') {
    const to = sqlNameAt(tokens, at + 2);
    return to && { kind: 'rename table', name: table, to: to.name, line: lineOf(tokens) };
  }
  return null;
}

/** What follows a column's name where its default, storage or nullability changes and its type does not. */
const NOT_A_TYPE = new Set([
  'set',
  'drop',
  'add',
  'reset',
  'restart',
  'default',
  'null',
  'not',
  'visible',
  'invisible',
]);

/** `ALTER COLUMN a [SET DATA] TYPE t`, SQL Server's `ALTER COLUMN a t`, MySQL's `MODIFY a t` and `CHANGE a b t`. */
function typeEvent(tokens: Tokens, verb: string, rest: number, table: string): SchemaEvent | null {
  const from = tokens[rest]?.text === '(' ? rest + 1 : rest;
  const column = sqlNameAt(tokens, from);
  const renamed = column && verb === 'change' ? sqlNameAt(tokens, column.next) : null;
  if (!column) return null;
  const after = renamed?.next ?? column.next;
  const type = skipWords(tokens, wordsAt(tokens, after, 'set', 'data') ? after + 2 : after, 'type');
  const word = tokens[type];
  if (word?.kind !== 'word' || NOT_A_TYPE.has(word.text)) return null;
  const size =
    tokens[type + 1]?.text === 'varying' || tokens[type + 1]?.text === 'precision' ? type + 2 : type + 1;
  const close = tokens[size]?.text === '(' ? tokens.findIndex(({ text }, i) => i > size && text === ')') : -1;
  const written = tokens.slice(type, close < 0 ? size : close + 1).map(({ text }) => text);
  const name = renamed?.name ?? column.name;
  const joined = written
    .join(' ')
    .replace(/ ([(),])/g, '$1')
    .replace(/\( /g, '(');
  return {
    kind: 'change type',
    name: table,
    columns: [name],
    type: joined,
    line: tokens[from]?.line ?? lineOf(tokens),
  };
}
