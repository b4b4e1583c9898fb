import type { RepositoryId } from '../../core/facts/facts.ts';
import { pullRequestKey, type NewJob } from '../../ports.ts';
import { conversationKey, installationKey, mergeGroupKey, repositoryKey } from '../../worker/keys.ts';
import { PRIORITY } from '../../worker/priority.ts';

/** What each payload says of where something moved. */
export interface Where {
  readonly installation: { readonly id: number };
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } };
}

export const repositoryOf = ({ repository }: Where): RepositoryId => ({
  owner: repository.owner.login,
  name: repository.name,
});

export function pullRequestJob(where: Where, number: number, priority: number): NewJob {
  const key = pullRequestKey({ ...repositoryOf(where), number });
  return { kind: 'pull_request', key, installationId: where.installation.id, priority };
}

export function conversationJob(where: Where, number: number): NewJob {
  const key = conversationKey({ ...repositoryOf(where), number });
  return { kind: 'conversation', key, installationId: where.installation.id, priority: PRIORITY.review };
}

export function repositoryJob(where: Where): NewJob {
  const key = repositoryKey(repositoryOf(where));
  return { kind: 'repository', key, installationId: where.installation.id, priority: PRIORITY.sweep };
}

export function installationJob({ installation: { id } }: Pick<Where, 'installation'>): NewJob {
  return { kind: 'installation', key: installationKey(id), installationId: id, priority: PRIORITY.sweep };
}

export function mergeGroupJob(where: Where, sha: string, baseRef: string): NewJob {
  const key = mergeGroupKey({ ...repositoryOf(where), sha });
  const installationId = where.installation.id;
  return { kind: 'merge_group', key, installationId, priority: PRIORITY.mergeGroup, baseRef };
}
