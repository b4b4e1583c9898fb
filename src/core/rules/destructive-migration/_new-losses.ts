import type { FileChange } from '../../facts/facts.ts';
import { isLoss, type SchemaEvent } from './_events.ts';
import { LOSS_SEVERITY, type SeenLoss } from './_losses.ts';

/** How one kind of migration file is read. */
export interface Reader {
  /** `script`: only perhaps run, so less is reported and it weighs less. null: not read at all. */
  role(path: string): 'migration' | 'script' | null;
  /** What the text of such a file does, in order. */
  events(text: string, path: string): readonly SchemaEvent[];
}

/** `CREATE TABLE x` and later `DROP TABLE x` in one change lose nothing; keeps what is new so far. */
class Creations {
  readonly #tables = new Set<string>();
  /** True: certainly new. False: added IF NOT EXISTS, so that it may have held values before. */
  readonly #columns = new Map<string, boolean>();

  note(event: SchemaEvent): void {
    if (event.kind === 'create table' && !event.unsure) this.#tables.add(event.name);
    if (event.kind === 'drop table') this.#tables.delete(event.name);
    if (event.kind === 'rename table' && this.#tables.delete(event.name)) this.#tables.add(event.to ?? '');
    if (event.kind === 'add column') this.#columns.set(keyOfColumn(event), event.unsure !== true);
  }

  /** Nothing that was there before the change is lost by this. */
  excuses(event: SchemaEvent): boolean {
    if (this.#tables.has(event.name)) return true;
    const columns = event.columns ?? [];
    const known = columns.map((column) => this.#columns.get(keyOfColumn({ ...event, columns: [column] })));
    if (columns.length === 0) return false;
    if (event.kind === 'update all') return known.every((state) => state !== undefined);
    return known.every((state) => state === true);
  }
}

/** Models are named in the singular after tables in the plural: `PartnerProfile`, `partner_profiles`. */
const stem = (name: string): string =>
  name
    .replace(/^.*:/, '')
    .replace(/_/g, '')
    .replace(/ies$/, 'y')
    .replace(/(?:(?<=s|x|ch)e)?s$/, '');

const keyOfColumn = (event: SchemaEvent): string => `${stem(event.name)}\n${event.columns?.[0] ?? ''}`;

const keyOf = (event: SchemaEvent): string =>
  JSON.stringify([event.kind, event.name, event.to, event.columns, event.type]);

const textOf = (content: FileChange['head']): string => (content?.state === 'text' ? content.text : '');

/** What a file's head does that its base did not. */
function newEvents(file: FileChange, reader: Reader): SchemaEvent[] {
  const before = new Map<string, number>();
  const basePath = file.previousPath ?? file.path;
  if (reader.role(basePath) !== null) {
    for (const event of reader.events(textOf(file.base), basePath)) {
      before.set(keyOf(event), (before.get(keyOf(event)) ?? 0) + 1);
    }
  }
  return reader.events(textOf(file.head), file.path).filter((event) => {
    const left = before.get(keyOf(event)) ?? 0;
    before.set(keyOf(event), left - 1);
    return left <= 0 || event.temporary === true;
  });
}

const lossName = (event: SchemaEvent): string =>
  event.kind === 'drop column' || event.kind === 'narrow column'
    ? [event.name, event.columns?.[0]].filter((part) => part !== '').join('.')
    : event.name;

/** What the migrations of a change add that may lose data, in the order in which they run. */
export function newLosses(files: readonly FileChange[], reader: Reader): SeenLoss[] {
  const creations = new Creations();
  const ordered = files
    .filter((file) => file.status !== 'removed' && reader.role(file.path) !== null)
    .toSorted((a, b) => a.path.localeCompare(b.path, 'en', { numeric: true }));
  return ordered.flatMap((file) => {
    const script = reader.role(file.path) === 'script';
    const events = newEvents(file, reader);
    const created = new Map(
      events.flatMap((event, i) => (event.kind === 'create table' ? [[event.name, i]] : [])),
    );
    return events.flatMap((event, i): SeenLoss[] => {
      const excused = creations.excuses(event) || (isScratch(event) && created.has(event.name));
      creations.note(event);
      if (!isLoss(event) || excused || (script && belongsToScripts(event, i, created))) return [];
      const severity = script ? 'medium' : LOSS_SEVERITY[event.kind];
      const place = { path: file.path, line: event.line, side: 'head' } as const;
      return [{ kind: event.kind, name: lossName(event), severity, place }];
    });
  });
}

/** A table for rows on their way, dropped before it is made in case an earlier run left it. */
const isScratch = (event: SchemaEvent): boolean =>
  event.kind === 'drop table' && /(?:^|[_.])te?mp(?:_|$)/.test(event.name);

/** A script that sets up a database from nothing drops each table before it creates it. */
function belongsToScripts(event: SchemaEvent, at: number, created: ReadonlyMap<string, number>): boolean {
  if (event.kind === 'update all' || event.kind === 'narrow column') return true;
  return event.kind === 'drop table' && (created.get(event.name) ?? -1) > at;
}
