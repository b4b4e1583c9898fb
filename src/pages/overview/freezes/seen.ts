import { freezeScope, freezeSubject } from '../../../core/commands/freeze.ts';
import { freezesInForce, type GivenFreeze, type RecordedWord } from '../../../core/decision/freezes.ts';
import { PERMISSIONS, type Permission } from '../../../core/facts/facts.ts';
import type { ViewedRepository } from '../../../ports/viewer.ts';

/** People's words about agents, by the place in lower case: `acme/shop`, or `acme` for all of its repositories. */
export type Words = ReadonlyMap<string, readonly RecordedWord[]>;

/** A freeze in force. */
export interface SeenFreeze {
  readonly freeze: GivenFreeze;
  /** null: it holds in all of the owner's repositories. */
  readonly repository: string | null;
  /** Where it is lifted by this viewer; null: they may not. */
  readonly liftedIn: string | null;
}

/** Freezes in force in these repositories, those of the whole organisation first. */
export function freezesSeen(
  words: Words,
  owner: string,
  repositories: readonly ViewedRepository[],
  now: string,
): SeenFreeze[] {
  const everywhere = freezesInForce(words.get(owner.toLowerCase()) ?? [], 'organization', now);
  const holder = repositories.find((each) => freezeScope(each) === 'organization' && mayStop(each));
  return [
    ...everywhere.map((freeze) => ({ freeze, repository: null, liftedIn: holder?.name ?? null })),
    ...repositories
      .filter((each) => freezeScope(each) === 'repository')
      .flatMap((each) => {
        const { name } = each;
        const here = freezesInForce(words.get(freezeSubject(each).toLowerCase()) ?? [], 'repository', now);
        const liftedIn = mayStop(each) ? name : null;
        return here.map((freeze) => ({ freeze, repository: name, liftedIn }));
      }),
  ];
}

/** Whether somebody may stop agents there, as far as their own view of GitHub tells; the worker asks again. */
export function mayStop(repository: Pick<ViewedRepository, 'owner' | 'name' | 'permission'>): boolean {
  const needed: Permission = freezeScope(repository) === 'organization' ? 'admin' : 'maintain';
  return PERMISSIONS.indexOf(repository.permission) >= PERMISSIONS.indexOf(needed);
}
