import { PRIORITY } from '../../worker/priority.ts';
import { sweepJob } from '../../worker/sweeps/schedule.ts';
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

/**
 * Those that ask the team go first. Who is in a team may also write where the team may, and an approval counts by what
 * its author may do: so everything else follows, paced.
 */
export const teamMoved = reading(payloads.inTeam, (payload) => {
  const { organization, team } = payload;
  const everything = installationJob(payload);
  if (!organization || !team) return { jobs: [everything] };
  const part = `${organization.login}/${team.slug}`.toLowerCase();
  const first = sweepJob('team-moved', part, payload.installation.id);
  return { jobs: [{ ...first, priority: PRIORITY.review }, everything] };
});

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
