import type { Octokit } from '@octokit/rest';
import type { PeopleFacts, PullRequestFacts } from '../../core/facts/facts.ts';
import type { PeopleRequest } from '../../ports.ts';
import { readMembers } from './people/members.ts';
import { readPermissions } from './people/permissions.ts';
import { readTeams } from './people/teams.ts';

/** Who may answer for the change, read live. What cannot be read is a gap. */
export async function readPeople(
  client: Octokit,
  { repository }: PullRequestFacts,
  request: PeopleRequest,
): Promise<PeopleFacts> {
  const { logins, organization = false, roles = false, access = false } = request;
  const permissions = await readPermissions(client, repository, logins, roles);
  const teams = await readTeams(client, repository, request.teams, access);
  const { members, gaps } = await readMembers(client, repository, organization ? logins : []);
  return {
    permissions: permissions.people,
    complete: permissions.complete,
    teams: teams.members,
    members,
    ...(teams.withoutAccess ? { teamsWithoutAccess: teams.withoutAccess } : {}),
    gaps: [...permissions.gaps, ...teams.gaps, ...gaps],
  };
}
