import { plain } from '../../core/render/markdown.ts';
import type { Area, Counted, Seen } from './seen.ts';

const LANGUAGES_SHOWN = 5;

/** What was seen, for people, a line each. */
export function account({
  name,
  files,
  languages,
  migrations,
  infrastructure,
  owners,
  history,
}: Seen): string[] {
  const extent = `${counted(history.commits, 'commit')}${history.whole ? '' : ' (the last ones)'}`;
  const of =
    owners && `${owners.path}, ${counted(owners.lines, 'line')}, ${counted(owners.teams.length, 'team')}`;
  const found: readonly (readonly [string, string])[] = [
    ...(history.gap === null ? [] : [['not read', history.gap] as const]),
    ['languages', listed(languages.slice(0, LANGUAGES_SHOWN)) || 'none known'],
    ['migrations', areas(migrations)],
    ['infrastructure', areas(infrastructure)],
    ['code owners', of ?? 'no CODEOWNERS'],
    ['agents in these commits', listed(history.agents) || 'none signed one'],
    ['people in these commits', String(history.authors.length)],
  ];
  return [
    `Looked at ${plain(name)}: ${counted(files, 'file')}, ${extent}.`,
    ...found.map(([what, text]) => `  ${what}: ${plain(text, 400)}`),
  ];
}

const areas = (list: readonly Area[]): string =>
  list
    .map(
      ({ what, files, patterns }) =>
        `${what}: ${files.length} in ${patterns.map(({ glob }) => glob).join(', ')}`,
    )
    .join('; ') || 'none found';

const listed = (list: readonly Counted[]): string =>
  list.map(({ name, count }) => `${name} ${count}`).join(', ');

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
