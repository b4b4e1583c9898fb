import type { Octokit } from '@octokit/rest';
import type { PeopleFacts, PullRequestFacts } from '../../core/facts/facts.ts';
import type { PeopleRequest } from '../../ports.ts';
import type { Known } from './people/known.ts';
import { readMembers } from './people/members.ts';
import { readPermissions } from './people/permissions.ts';
import { readTeams } from './people/teams.ts';

/** Who may answer for the change, read live but for what this job has read already. What cannot be read is a gap. */
export async function readPeople(
  client: Octokit,
  known: Known,
  { repository }: PullRequestFacts,
  request: PeopleRequest,
): Promise<PeopleFacts> {
  const { logins, organization = false, roles = false, access = false } = request;
  const permissions = await readPermissions(client, known, repository, logins, roles);
  const teams = await readTeams(client, known, repository, request.teams, access);
  const { members, gaps } = await readMembers(client, known, repository, organization ? logins : []);
  return {
    permissions: permissions.people,
    complete: permissions.complete,
    teams: teams.members,
    members,
    ...(teams.withoutAccess ? { teamsWithoutAccess: teams.withoutAccess } : {}),
    gaps: [...permissions.gaps, ...teams.gaps, ...gaps],
  };
}
