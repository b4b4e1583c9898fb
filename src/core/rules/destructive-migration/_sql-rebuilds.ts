import { withoutDownSections } from '../../parsers/sql-files.ts';
import type { SchemaEvent } from './_events.ts';
import { sqlEvents } from './_sql-events.ts';
import { settleTypeChanges } from './_type-changes.ts';

/** SQLite changes a table by copying it whole into a new one that takes its name. */
function isRebuild(events: readonly SchemaEvent[], at: number): boolean {
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

/** No migration that rebuilds tables has more statements. */
const MAX_EVENTS = 2000;

/**
 * What a SQL migration does on the way forward, with rebuilds taken for what they do to the table's columns.
 * Needs the `postgresql` parser.
 */
export function sqlMigrationEvents(script: string): SchemaEvent[] {
  const text = withoutDownSections(script);
  const events = settleTypeChanges(sqlEvents(text), script);
  if (events.length > MAX_EVENTS) return events;
  const notes = [...announced(text)];
  return events.flatMap((event, i): SchemaEvent[] => {
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
