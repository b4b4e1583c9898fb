/** What a SQL file is for, as far as its path tells. */
export type SqlFileRole =
  /** Runs once against a database that holds data. */
  | 'migration'
  /** May be run by hand or by a job. */
  | 'script'
  /** Undoes a migration or takes an installation away: never runs on the way forward. */
  | 'rollback'
  /** Tests, seeds, samples, documentation, schema dumps. */
  | 'other';

const SQL = /\.(?:sql|psql|pgsql|tsql|ddl|mysql)$/;
const OTHER_FOLDER =
  /^(?:_*tests?_*|specs?|.*[-_.]tests?|e2e|fixtures?|test[-_]?data|test[-_]?resources?|seeds?|seeders|seeding|examples?|samples?|docs?|demos?|dumps?|backups?|benchmarks?|mocks?|snapshots?)$/;
const OTHER_FILE =
  /(?:^|[-_.])(?:tests?|specs?|seeds?|fixtures?|dump|schema|structure|example|sample)\.[a-z]+$/;
const ROLLBACK_FOLDER = /^(?:down|downs|rollbacks?|undo|reverts?|downgrades?|drop|uninstall|teardown)$/;
const ROLLBACK_FILE =
  /(?:^|[-_.])(?:down|rollback|undo|revert|downgrade)\.[a-z]+$|^u\d[\w.]*__|^rollback[-_]/;
const MIGRATION_FOLDER =
  /migrat|flyway|liquibase|changelog|changeset|^(?:evolutions|deploy|upgrades?|updates?|patch(?:es)?|deltas?|versions|drizzle)$/;
const MIGRATION_FILE = /^(?:[vr][\d._]*__|\d{3,})|(?:^|[-_.])up\.[a-z]+$/;

/** The role of a file, null if it is no SQL file. */
export function sqlFileRole(path: string): SqlFileRole | null {
  const names = path.toLowerCase().split('/');
  const name = names.pop() ?? '';
  if (!SQL.test(name)) return null;
  if (names.some((folder) => OTHER_FOLDER.test(folder))) return 'other';
  if (names.some((folder) => ROLLBACK_FOLDER.test(folder)) || ROLLBACK_FILE.test(name)) return 'rollback';
  // A migration may be called `0007_add_schema.sql`; only outside migrations a name alone makes a dump.
  if (MIGRATION_FILE.test(name)) return 'migration';
  if (OTHER_FILE.test(name)) return 'other';
  return names.some((folder) => MIGRATION_FOLDER.test(folder)) ? 'migration' : 'script';
}

/** How migration tools that keep both directions in one file mark where each begins. */
const MARKS: readonly { readonly up: RegExp; readonly down: RegExp }[] = [
  { up: /^--\s*\+goose\s+up\b/i, down: /^--\s*\+goose\s+down\b/i },
  { up: /^--\s*\+?migrate[: ]\s*up\b/i, down: /^--\s*\+?migrate[: ]\s*down\b/i },
  { up: /^--\s*\+micrate\s+up\b/i, down: /^--\s*\+micrate\s+down\b/i },
  { up: /^(?:--|#)\s*(?:--- )?!ups\b/i, down: /^(?:--|#)\s*(?:--- )?!downs\b/i },
  { up: /^--\s*@up\b/i, down: /^--\s*@(?:down|undo)\b/i },
];

/**
 * The script with its down sections blanked; lines keep their numbers.
 *
 * A section counts as down only in a file that has the same tool's mark for up before it: a lone comment must not
 * hide what psql would run.
 */
export function withoutDownSections(text: string): string {
  const lines = text.split('\n');
  const trimmed = lines.map((line) => line.trim().slice(0, 80));
  const marks = MARKS.find(({ up, down }) => {
    const first = trimmed.findIndex((line) => up.test(line));
    return first >= 0 && trimmed.some((line, i) => i > first && down.test(line));
  });
  if (!marks) return text;
  let inDown = false;
  return lines
    .map((line, i) => {
      if (marks.up.test(trimmed[i] as string)) inDown = false;
      else if (marks.down.test(trimmed[i] as string)) inDown = true;
      return inDown ? '' : line;
    })
    .join('\n');
}
