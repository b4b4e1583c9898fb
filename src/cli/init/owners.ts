import { parseCodeowners } from '../../core/facts/codeowners.ts';
import type { TextFile } from '../../core/facts/facts.ts';
import type { Area, Owners } from './seen.ts';

/** As a policy can name it. */
const TEAM = /^@([\w-]+\/\w[\w.-]*)$/;

/** What CODEOWNERS says of these files. */
export function ownersOf(file: TextFile, paths: readonly string[]): Owners {
  const { rules, errors, ownersOf: of } = parseCodeowners(file.text);
  const named = new Set(rules.flatMap(({ owners }) => owners));
  const teams = [...named].flatMap((owner) => TEAM.exec(owner)?.[1] ?? []);
  return {
    path: file.path,
    lines: rules.length,
    errors: errors.length,
    teams,
    people: named.size - teams.length,
    owned: paths.filter((path) => of(path).length > 0).length,
    of,
  };
}

/** Who answers for some files, as a policy says it, and why. */
export interface Answering {
  readonly from: string;
  readonly why: string;
}

/** Teams that own every one of these files; else their owners, if each has some; else null. */
export function answeringFor({ files }: Pick<Area, 'files'>, owners: Owners | null): Answering | null {
  if (!owners || files.length === 0) return null;
  const each = files.map((path) => owners.of(path));
  const [first = []] = each;
  const shared = first.filter((owner) => TEAM.test(owner) && each.every((list) => list.includes(owner)));
  const teams = shared.map((owner) => owner.slice(1)).slice(0, MAX_TEAMS);
  if (teams.length > 0) {
    return {
      from: `{ teams: [${teams.join(', ')}] }`,
      why: `${owners.path} names ${teams.length === 1 ? 'this team' : 'these teams'} for all of it`,
    };
  }
  return each.every((list) => list.length > 0)
    ? {
        from: '{ codeowners: true }',
        why: `${owners.path} names owners for all of it; their approval answers for both entries`,
      }
    : null;
}

const MAX_TEAMS = 20;
