import type { Finding, Place, Severity } from '../rule.ts';
import type { Loss } from './_events.ts';

/** One loss at one place. */
export interface SeenLoss {
  readonly kind: Loss;
  /** What is lost: a table, `table.column`; empty: not known. */
  readonly name: string;
  readonly severity: Severity;
  readonly place: Place;
}

/** What happens, and what to do instead. */
const WORDS: Record<Loss, readonly [what: string, instead: string]> = {
  'drop database': [
    'Drops the database',
    'Take it out of the change, and remove databases by hand after a backup.',
  ],
  'drop schema': [
    'Drops the schema',
    'Move or archive what is in it first, and drop it only when it is empty.',
  ],
  'drop table': [
    'Drops the table with all its rows:',
    'Stop using it first, keep a copy, and drop it in a later change of its own.',
  ],
  'drop column': [
    'Drops the column with its values:',
    'Stop reading and writing it first, keep a copy of the values, and drop it in a later change.',
  ],
  'drop type': [
    'Drops a type and, by CASCADE, every column that uses it:',
    'Leave CASCADE out and alter the columns one by one.',
  ],
  truncate: ['Deletes every row of', 'Delete by a condition, in batches, after keeping a copy.'],
  'delete all': ['Deletes every row of', 'Add a WHERE clause that names the rows, and keep a copy of them.'],
  'update all': ['Overwrites a column in every row of', 'Add a WHERE clause that names the rows to change.'],
  'narrow column': [
    'Changes the type of a column to a smaller one, so that values are cut, rounded or refused:',
    'Add a column of the new type, copy into it, compare, and switch over later.',
  ],
};

export const LOSS_SEVERITY: Record<Loss, Severity> = {
  'drop database': 'critical',
  'drop schema': 'critical',
  'drop table': 'high',
  'drop column': 'high',
  'drop type': 'high',
  truncate: 'high',
  'delete all': 'high',
  'update all': 'medium',
  'narrow column': 'medium',
};

/** Names come from the change's own text: only plain characters, and not many of them. */
function list(names: readonly string[]): string {
  const shown = [...new Set(names)]
    .filter((name) => name !== '')
    .map((name) => name.replace(/[^\w.${}-]/g, '?').slice(0, 60));
  const more = shown.length - 3;
  return shown.length === 0
    ? 'a table'
    : shown.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** One finding for each kind of loss and severity, with all its places. */
export function lossFindings(rule: string, losses: readonly SeenLoss[]): Finding[] {
  const groups = new Map<string, SeenLoss[]>();
  for (const loss of losses) {
    const key = `${loss.kind} ${loss.severity}`;
    const group = groups.get(key);
    if (group) group.push(loss);
    else groups.set(key, [loss]);
  }
  return [...groups.values()].map((group) => {
    const { kind, severity } = group[0] as SeenLoss;
    const [what, instead] = WORDS[kind];
    return {
      rule,
      family: 'destructive-migration',
      severity,
      message: `${what} ${list(group.map((loss) => loss.name))}. ${instead}`,
      places: unique(group.map((loss) => loss.place)),
    };
  });
}

const unique = (places: readonly Place[]): Place[] => [
  ...new Map(places.map((place) => [`${place.path}:${place.line}`, place])).values(),
];
