import { PRIORITY } from '../../worker/priority.ts';
import * as payloads from '../payloads.ts';
import { reading } from './handler.ts';
import { installationJob, repositoryJob } from './jobs.ts';

/** What holds in a whole repository moved. */
export const repositoryMoved = reading(payloads.inRepository, (payload) => ({
  jobs: [repositoryJob(payload)],
}));

/** What holds in a whole installation moved. */
export const installationMoved = reading(payloads.inInstallation, (payload) => ({
  jobs: [installationJob(payload)],
}));

export const rulesetMoved = reading(payloads.maybeInRepository, (payload) => {
  const { installation, repository } = payload;
  // A ruleset of the organisation names no repository.
  return { jobs: [repository ? repositoryJob({ installation, repository }) : installationJob(payload)] };
});

export const repositoriesAdded = reading(
  payloads.repositoriesAdded,
  ({ installation, repositories_added: added }) => ({
    jobs: added.map(({ full_name: key }) => ({
      kind: 'repository',
      key,
      installationId: installation.id,
      priority: PRIORITY.sweep,
    })),
  }),
);
