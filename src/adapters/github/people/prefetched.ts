import type { RepositoryId } from '../../../core/facts/facts.ts';
import type { GraphqlError } from '../api/graphql.ts';
import { isAt } from '../api/graphql.ts';
import type { Asked, Memory } from '../memory.ts';
import type { Known } from './known.ts';
import { isAnswered, listKey } from './permissions.ts';
import type { CollaboratorsNode, CollaboratorsRead } from './permissions.ts';
import { pageKey } from './teams.ts';
import type { TeamPage, TeamRead } from './teams.ts';

/** More teams than this are asked for one by one. */
const MOST_TEAMS = 10;

/** Whom the query of a snapshot asks for: those whom the decision after it will probably need. */
export interface Guess {
  /** `org/slug` of teams of the repository's owner. */
  readonly teams: readonly string[];
  readonly collaborators: boolean;
}

/** The part of a snapshot's answer that tells of people. */
export interface PeopleAnswer {
  readonly repository: { readonly collaborators?: CollaboratorsNode | null } | null;
  readonly organization?: Readonly<
    Record<string, { readonly members: TeamPage | null } | null | undefined>
  > | null;
}

/** What was asked on this pull request last, or in its repository. */
export function guess(memory: Memory, { owner }: RepositoryId, ...keys: readonly string[]): Guess {
  const known = keys.map((key) => memory.asked.get(key)).find((asked) => asked !== undefined);
  const { teams, roles }: Asked = known ?? { teams: [], roles: false };
  const own = teams.filter((team) => team.startsWith(`${owner.toLowerCase()}/`));
  return { teams: own.slice(0, MOST_TEAMS), collaborators: !roles };
}

/** Tells what an answer brought. What it does not tell is asked for when it is needed. */
export function tellPrefetched(
  known: Known,
  repository: RepositoryId,
  { teams, collaborators }: Guess,
  { data, errors }: { readonly data: PeopleAnswer; readonly errors: readonly GraphqlError[] },
): void {
  if (collaborators) {
    const failed = errors.filter((error) => isAt(error, 'repository', 'collaborators'));
    const read: CollaboratorsRead = { node: data.repository?.collaborators ?? null, errors: failed };
    if (isAnswered(read)) known.tell(listKey(repository), read);
  }
  for (const [index, team] of teams.entries()) {
    const place = `team${index}`;
    const isRead = !errors.some(
      (error) => isAt(error, 'organization') && (error.path?.[1] ?? place) === place,
    );
    if (isRead && data.organization) {
      const read: TeamRead = { page: data.organization[place]?.members ?? null, gap: null };
      known.tell(pageKey(team, null), read);
    }
  }
}
