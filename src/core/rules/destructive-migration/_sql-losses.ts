import type { FileChange } from '../../facts/facts.ts';
import { type SqlFileRole, sqlFileRole, withoutDownSections } from '../../parsers/sql-files.ts';
import { LOSS_SEVERITY, type SeenLoss } from './_losses.ts';
import { isLoss, type SqlEvent, sqlEvents } from './_sql-events.ts';

const textOf = (content: FileChange['head']): string => (content?.state === 'text' ? content.text : '');

/** True for the roles in which a statement may run against data. */
export const mayRun = (role: SqlFileRole | null): role is 'migration' | 'script' =>
  role === 'migration' || role === 'script';

/** `CREATE TABLE x` and later `DROP TABLE x` in one change lose nothing; keeps what is new so far. */
class Creations {
  readonly #tables = new Set<string>();
  readonly #columns = new Set<string>();

  note(event: SqlEvent): void {
    if (event.kind === 'create table' && !event.unsure) this.#tables.add(event.name);
    if (event.kind === 'drop table') this.#tables.delete(event.name);
    if (event.kind === 'rename table' && this.#tables.delete(event.name)) this.#tables.add(event.to ?? '');
    if (event.kind === 'add column') this.#columns.add(this.#column(event.name, event.columns?.[0]));
  }

  /** Nothing that was there before the change is lost by this. */
  excuses(event: SqlEvent): boolean {
    if (this.#tables.has(event.name)) return true;
    return (
      (event.kind === 'update all' || event.kind === 'drop column' || event.kind === 'narrow column') &&
      (event.columns?.length ?? 0) > 0 &&
      (event.columns ?? []).every((column) => this.#columns.has(this.#column(event.name, column)))
    );
  }

  #column(table: string, column = ''): string {
    return `${table}\n${column}`;
  }
}

/** SQLite changes a table by copying it whole into a new one that takes its name. */
function isRebuild(events: readonly SqlEvent[], at: number): boolean {
  const dropped = events[at]?.name;
  const copy = events.slice(0, at).find((event) => event.kind === 'copy table' && event.name === dropped);
  const fresh =
    copy && events.slice(0, at).some((event) => event.kind === 'create table' && event.name === copy.to);
  return (
    fresh === true &&
    events.some(
      (event, i) =>
        event.kind === 'rename table' &&
        (i > at
          ? event.name === copy?.to && event.to === dropped
          : event.to === dropped && event.name === copy?.to),
    )
  );
}

/** What Prisma says in the comment above a migration that it made: columns it drops or casts with loss. */
function announced(script: string): ReadonlyMap<string, 'drop column' | 'narrow column'> {
  const found = new Map<string, 'drop column' | 'narrow column'>();
  if (!script.includes('You are about to')) return found;
  for (const line of script.split('\n')) {
    const match = /You are about to (drop|alter) the column `([^`]{1,64})` on the `([^`]{1,64})` table/.exec(
      line.slice(0, 400),
    );
    if (match)
      found.set(
        `${match[3]}\n${match[2]}`.toLowerCase(),
        match[1] === 'drop' ? 'drop column' : 'narrow column',
      );
  }
  return found;
}

/** Events with rebuilds taken for what they do to the table's columns. */
function settled(script: string): SqlEvent[] {
  const text = withoutDownSections(script);
  const events = sqlEvents(text);
  const notes = [...announced(text)];
  return events.flatMap((event, i): SqlEvent[] => {
    if (event.kind !== 'drop table' || !isRebuild(events, i)) return [event];
    return notes
      .filter(([key]) => key.startsWith(`${event.name}\n`))
      .map(([key, kind]) => ({
        kind,
        name: event.name,
        columns: [key.split('\n')[1] ?? ''],
        line: event.line,
      }));
  });
}

const keyOf = (event: SqlEvent): string => JSON.stringify([event.kind, event.name, event.to, event.columns]);

/** What a file's head does that its base did not. */
function newEvents(file: FileChange): SqlEvent[] {
  const before = new Map<string, number>();
  if (mayRun(sqlFileRole(file.previousPath ?? file.path))) {
    for (const event of settled(textOf(file.base))) {
      before.set(keyOf(event), (before.get(keyOf(event)) ?? 0) + 1);
    }
  }
  return settled(textOf(file.head)).filter((event) => {
    const left = before.get(keyOf(event)) ?? 0;
    before.set(keyOf(event), left - 1);
    return left <= 0;
  });
}

const lossName = (event: SqlEvent): string =>
  event.kind === 'drop column' || event.kind === 'narrow column'
    ? `${event.name}.${event.columns?.[0]}`
    : event.name;

/** What the SQL files of a change add that may lose data, in the order in which migrations run. */
export function sqlLosses(files: readonly FileChange[]): SeenLoss[] {
  const creations = new Creations();
  const ordered = files
    .filter((file) => mayRun(sqlFileRole(file.path)) && file.status !== 'removed')
    .toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  return ordered.flatMap((file) => {
    const script = sqlFileRole(file.path) === 'script';
    // Queries with names are called by an application (sqlc, HugSQL, yesql): nothing runs them on deployment.
    if (script && /^\s*--\s*:?name:?\s+\S/m.test(textOf(file.head))) return [];
    const events = newEvents(file);
    return events.flatMap((event, i): SeenLoss[] => {
      const excused = creations.excuses(event);
      creations.note(event);
      if (!isLoss(event) || excused) return [];
      if (script && (event.kind === 'update all' || event.kind === 'narrow column' || recreated(events, i)))
        return [];
      const severity = script ? 'medium' : LOSS_SEVERITY[event.kind];
      return [
        {
          kind: event.kind,
          name: lossName(event),
          severity,
          place: { path: file.path, line: event.line, side: 'head' },
        },
      ];
    });
  });
}

/** A script that sets up a database from nothing drops each table just before it creates it. */
const recreated = (events: readonly SqlEvent[], at: number): boolean =>
  events[at]?.kind === 'drop table' &&
  events.slice(at).some((event) => event.kind === 'create table' && event.name === events[at]?.name);
