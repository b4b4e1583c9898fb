import type { z } from 'zod';
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
 * Those that ask the team, or one above it, go first. Who is in a team may also write where the team may, and an approval counts by what
 * its author may do: so everything else follows, paced.
 */
export const teamMoved = reading(payloads.inTeam, (payload) => {
  const { organization, team } = payload;
  const everything = installationJob(payload);
  if (!organization || !team) return { jobs: [everything] };
  const first = withParents(team).map((slug) => ({
    ...sweepJob('team-moved', `${organization.login}/${slug}`.toLowerCase(), payload.installation.id),
    priority: PRIORITY.review,
  }));
  return { jobs: [...first, everything] };
});

/** Teams are nested a few levels deep, however deep a payload is. */
const MOST_LEVELS = 10;

/** Who is in a team is in those above it as well, of which GitHub tells at least the next. */
function withParents(team: z.infer<typeof payloads.team>): string[] {
  const slugs: string[] = [];
  for (let each: typeof team | undefined = team; each && slugs.length < MOST_LEVELS;) {
    slugs.push(each.slug);
    each = payloads.team.safeParse(each.parent).data;
  }
  return slugs;
}

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
