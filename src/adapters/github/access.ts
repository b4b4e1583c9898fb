import type { Octokit } from '@octokit/rest';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { Clock } from '../../ports.ts';
import type { AppClients } from './client.ts';

/** One installation as it is read. */
export interface Access {
  readonly clients: AppClients;
  readonly installationId: number;
  readonly clock: Clock;
  /** `none`: the operator's word that a floor which cannot be seen is not there. */
  readonly floor?: 'look' | 'none';
}

/** A client for writing, whose token reaches this one repository. */
export function repositoryClient(
  access: Pick<Access, 'clients' | 'installationId'>,
  repository: RepositoryId,
): Octokit {
  return access.clients.installation(access.installationId, { repositories: [repository.name] });
}
