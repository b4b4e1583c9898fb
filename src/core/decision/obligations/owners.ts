import type { CodeOwners } from '../../facts/codeowners.ts';
import type { FileChange } from '../../facts/facts.ts';
import { changedPaths } from '../../facts/paths.ts';
import type { Ask, Requirement } from '../../policy/policy.ts';
import { isAsk } from './extent.ts';
import type { Extent, PlannedAsk } from './planned.ts';

/** True for a requirement that asks nobody where a file has no owners. */
export function onlyOwners(requirement: Requirement): boolean {
  if (!isAsk(requirement)) {
    return ('anyOf' in requirement ? requirement.anyOf : requirement.allOf).every(onlyOwners);
  }
  const { users, teams, organization, permission, roles } = requirement.from;
  return !users && !teams && !organization && !permission && !roles;
}

/**
 * One ask for each distinct set of owners: every owned file's owners must be met, and one person may meet several.
 * People named beside the code owners keep their say for each of them, and alone where there are none.
 */
export function perOwners(
  ask: Ask,
  extent: Pick<Extent, 'files' | 'inScope'>,
  codeowners: CodeOwners,
  names: (file: FileChange) => readonly string[] = changedPaths,
): PlannedAsk[] {
  const groups = new Map<string, { owners: readonly string[]; paths: string[] }>();
  for (const file of extent.files) {
    for (const path of names(file)) {
      const owners = codeowners.ownersOf(path);
      if (owners.length === 0 && onlyOwners(ask)) continue;
      const key = ownersKey(owners);
      const group = groups.get(key) ?? { owners, paths: [] };
      if (!group.paths.includes(file.path)) group.paths.push(file.path);
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, { owners, paths }]) => ({
    ...ask,
    owners,
    covers: paths,
    inScope: (path) => extent.inScope(path) && ownersKey(codeowners.ownersOf(path)) === key,
  }));
}

const ownersKey = (owners: readonly string[]): string => owners.map((owner) => owner.toLowerCase()).join(' ');
