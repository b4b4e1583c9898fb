import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import { pullRequestKey, type FactsSource, type PeopleRequest } from '../../ports.ts';
import type { Access } from './access.ts';
import { readContents } from './contents.ts';
import { readMergeGroup, readMergeGroupsWith } from './merge-group.ts';
import { readPeople } from './people.ts';
import { createKnown } from './people/known.ts';
import { readPermission } from './people/permissions.ts';
import { guess } from './people/prefetched.ts';
import { readProperties } from './properties.ts';
import { beforeMerge, readSnapshot } from './snapshot.ts';

/**
 * GitHub as a source of facts about the pull requests of one installation. It is for one job: what it has read of
 * people, it does not read again.
 */
export function gitHubSource(access: Access): FactsSource {
  const { clients, installationId } = access;
  const { memory } = clients;
  const known = createKnown();
  const reading = async ({ name }: RepositoryId): Promise<Octokit> =>
    (await clients.reader(installationId, name)).client;

  /** By what was asked here so far, for the next job's guess. */
  const asked = new Map<string, Set<string>>();
  const note = (key: string, { teams, roles = false }: PeopleRequest): void => {
    const all = asked.get(key) ?? new Set();
    asked.set(key, all);
    for (const team of teams) all.add(team);
    memory.asked.set(key, { teams: [...all], roles });
  };

  return {
    snapshot: (id) =>
      readSnapshot(access, id, known, guess(memory, id, pullRequestKey(id), repositoryKey(id))),
    beforeMerge: (facts) => beforeMerge(access, facts),
    contents: async (facts, requests) =>
      readContents(await reading(facts.repository), memory, facts, requests),
    async people(facts, request) {
      note(pullRequestKey({ ...facts.repository, number: facts.number }), request);
      note(repositoryKey(facts.repository), request);
      return readPeople(await reading(facts.repository), known, facts, request);
    },
    permission: async (repository, login) => readPermission(await reading(repository), repository, login),
    properties: async (repository) => readProperties(await reading(repository), repository),
    mergeGroup: async (repository, baseRef, sha) =>
      readMergeGroup(await reading(repository), repository, baseRef, sha),
    mergeGroupsWith: async (id, baseRef) => readMergeGroupsWith(await reading(id), id, baseRef),
  };
}

const repositoryKey = ({ owner, name }: RepositoryId): string => `${owner}/${name}`;
