import type { FactsSource } from '../../ports.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';
import { readContents } from './contents.ts';
import { readMergeGroup, readMergeGroupsWith } from './merge-group.ts';
import { readPeople } from './people.ts';
import { readProperties } from './properties.ts';
import { readSnapshot } from './snapshot.ts';

/** GitHub as a source of facts about the pull requests of one installation. */
export function gitHubSource(access: Access): FactsSource {
  return {
    snapshot: (id) => readSnapshot(access, id),
    contents: (facts, requests) => readContents(repositoryClient(access, facts.repository), facts, requests),
    people: (facts, request) => readPeople(repositoryClient(access, facts.repository), facts, request),
    properties: (repository) => readProperties(repositoryClient(access, repository), repository),
    mergeGroup: (repository, baseRef, sha) =>
      readMergeGroup(repositoryClient(access, repository), repository, baseRef, sha),
    mergeGroupsWith: (id, baseRef) => readMergeGroupsWith(repositoryClient(access, id), id, baseRef),
  };
}
