import { ACCOUNT_CHECKS, APP_CHECKS, REPOSITORY_CHECKS } from './checks/checks.ts';
import type { Check } from './check.ts';
import type { AccountState, AppState, RepositoryState } from './facts.ts';
import { SIGNS, unsure, type Line } from './line.ts';

/** What a line is about. */
export type Subject = 'app' | 'organisation' | 'repository';

/** A line with the check that said it; `check` is also its heading in docs/doctor.md. */
export interface Found extends Line {
  readonly check: string;
}

/** Everything about one subject, worst first. */
export interface Section {
  readonly about: Subject;
  readonly name: string;
  readonly lines: readonly Found[];
}

/** What was read. */
export interface Facts {
  readonly app: AppState | null;
  readonly accounts: readonly AccountState[];
  readonly repositories: readonly (RepositoryState | Unread)[];
}

/** A repository that could not be read at all. */
export interface Unread {
  readonly name: string;
  /** A sentence. */
  readonly unread: string;
  readonly mend: string;
}

/** Examines everything. Pure. */
export function examine({ app, accounts, repositories }: Facts): readonly Section[] {
  return [
    ...(app ? [section('app', app.name, APP_CHECKS, app)] : []),
    ...accounts.map((account) => section('organisation', account.login, ACCOUNT_CHECKS, account)),
    ...repositories.map((each) =>
      'unread' in each
        ? ({
            about: 'repository',
            name: each.name,
            lines: [{ check: 'required', ...unsure(`It could not be read. ${each.unread}`, each.mend) }],
          } as const)
        : section('repository', `${each.repository.owner}/${each.repository.name}`, REPOSITORY_CHECKS, each),
    ),
  ];
}

function section<State>(
  about: Subject,
  name: string,
  checks: readonly Check<State>[],
  state: State,
): Section {
  const lines = checks.flatMap((check) =>
    check.inspect(state).map((line): Found => ({ check: check.id, ...line })),
  );
  return { about, name, lines: lines.toSorted((a, b) => rank(a) - rank(b)) };
}

/** What lets changes through comes before all else of its sign. */
const rank = ({ sign, open }: Line): number => SIGNS.indexOf(sign) * 2 + (open ? 0 : 1);

/** `binds`: nothing gets past. `does not bind`: something does. `unknown`: it cannot be told. `broken`: it binds, and does not work. */
export type Verdict = 'binds' | 'does not bind' | 'unknown' | 'broken';

export interface Answer {
  readonly verdict: Verdict;
  /** One sentence. */
  readonly text: string;
  readonly problems: number;
  readonly warnings: number;
  readonly unseen: number;
}

/**
 * What it all comes to.
 * @param scope what was asked about: a repository, an organisation's repositories, or null: the app in short
 */
export function answer(sections: readonly Section[], scope: string | null): Answer {
  const lines = sections.flatMap((each) => each.lines);
  const count = (holds: (line: Line) => boolean): number => lines.filter(holds).length;
  const problems = count(({ sign }) => sign === 'problem');
  const warnings = count(({ sign }) => sign === 'warning');
  const hidden = count(({ sign }) => sign === 'unseen');
  const unsureOf = count(({ sign, open }) => sign === 'unseen' && open);
  const isOpen = lines.some(({ sign, open }) => sign === 'problem' && open);
  const counts = { problems, warnings, unseen: hidden };
  const where = openPlaces(sections, scope);
  const they = problems === 1 ? 'it is' : 'they are';
  if (isOpen) {
    const text = `${plural(problems, 'problem')}: until ${they} mended, agents' changes to ${where} can be merged without AgentGuard.`;
    return { verdict: 'does not bind', text, ...counts };
  }
  if (unsureOf > 0) {
    const besides =
      problems > 0 ? ` There ${problems === 1 ? 'is' : 'are'} also ${plural(problems, 'problem')}.` : '';
    const text = `${plural(unsureOf, 'thing')} that matter${unsureOf === 1 ? 's' : ''} cannot be seen: whether agents' changes to ${where} can be merged without AgentGuard is not known.${besides}`;
    return { verdict: 'unknown', text, ...counts };
  }
  if (problems > 0) {
    const text = `${plural(problems, 'problem')}: nothing gets past AgentGuard by ${problems === 1 ? 'it' : 'them'}, and it does not work as it should until ${they} mended.`;
    return { verdict: 'broken', text, ...counts };
  }
  const besides =
    warnings > 0 ? ` There ${warnings === 1 ? 'is' : 'are'} ${plural(warnings, 'warning')}.` : '';
  const text =
    scope === null
      ? `The app and its installations are as they should be.${besides} Whether it binds: agentguard doctor owner/repo.`
      : `AgentGuard binds on ${scope}.${besides}`;
  return { verdict: 'binds', text, ...counts };
}

/** Of several repositories, those that are concerned. */
function openPlaces(sections: readonly Section[], scope: string | null): string {
  const repositories = sections.filter(({ about }) => about === 'repository');
  const concerned = repositories.filter(({ lines }) => lines.some(({ open }) => open));
  const others = sections.filter(({ about }) => about === 'organisation');
  if (repositories.length > 1 && concerned.length > 0) {
    return concerned.length === 1
      ? (concerned[0]?.name ?? '')
      : `${concerned.length} of ${repositories.length} repositories`;
  }
  return scope ?? (others.length === 1 ? (others[0]?.name ?? '') : 'these repositories');
}

export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
