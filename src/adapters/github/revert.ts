import type { Octokit } from '@octokit/rest';
import {
  pullRequestKey,
  SourceError,
  type Publisher,
  type PullRequestId,
  type Reverted,
} from '../../ports.ts';
import { repositoryClient } from './access.ts';
import type { Access } from './access.ts';
import { attempt } from './api/errors.ts';
import { ask, askAll, refused, type GraphqlError } from './api/graphql.ts';
import { REVERT, REVERTIBLE } from './api/queries/revert.ts';
import { mark } from './conversation.ts';

/** The one token that can write to the content of a repository. */
const REVERTING = { contents: 'write', pull_requests: 'write' } as const;

/** Takes merged pull requests back through GitHub's own revert. Rejects with SourceError. */
export function gitHubReverts(access: Pick<Access, 'clients' | 'installationId'>): Pick<Publisher, 'revert'> {
  const { clients, installationId } = access;
  return {
    async revert(id, { title, body, marker }) {
      const ending = mark(marker);
      const { found, original } = await look(repositoryClient(access, id), id, ending);
      if (found) return { ...openedAs(found), isNew: false };
      if (original.state !== 'MERGED') return { conflict: `${pullRequestKey(id)} is not merged.` };
      const hand = byHand(original.mergeCommit);
      if (!(await mayRevert(access))) return { unavailable: unavailable(id.owner, hand) };
      const client = clients.installation(installationId, {
        repositories: [id.name],
        permissions: REVERTING,
      });
      const doing = `take ${pullRequestKey(id)} back`;
      const { data, errors } = await ask<RevertAnswer>(client, doing, REVERT, {
        id: original.id,
        title,
        body: `${body.trimEnd()}\n\n${ending}`,
      });
      const opened = data.revertPullRequest?.revertPullRequest;
      if (opened) return { ...openedAs(opened), isNew: true };
      return refusal(doing, errors, id.owner, hand);
    },
  };
}

/** Read live, since it may have been granted a moment ago. */
async function mayRevert({ clients, installationId }: Pick<Access, 'clients' | 'installationId'>) {
  const { data } = await attempt(`read installation ${installationId}`, async () =>
    clients.app.rest.apps.getInstallation({ installation_id: installationId }),
  );
  return data.permissions.contents === 'write' && data.permissions.pull_requests === 'write';
}

interface Opened {
  readonly number: number;
  readonly url: string;
  readonly headRefOid: string;
}

interface RevertAnswer {
  readonly revertPullRequest: { readonly revertPullRequest: Opened | null } | null;
}

interface Original {
  readonly id: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly mergeCommit: { readonly oid: string; readonly parents: { readonly totalCount: number } } | null;
}

interface LookAnswer {
  readonly repository: {
    readonly pullRequest: Original;
    readonly pullRequests: {
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      readonly nodes: readonly (
        (Opened & { readonly body: string; readonly viewerDidAuthor: boolean }) | null
      )[];
    };
  };
}

const openedAs = ({ number, url, headRefOid }: Opened) => ({ number, url, headSha: headRefOid });

/** The pull request, and the one that takes it back already. Anybody can copy a mark: only the app's own counts. */
async function look(
  client: Octokit,
  id: PullRequestId,
  ending: string,
): Promise<{ found: Opened | null; original: Original }> {
  for (let after: string | null = null; ;) {
    const answer: LookAnswer = await askAll<LookAnswer>(
      client,
      `look for a revert of ${pullRequestKey(id)}`,
      REVERTIBLE,
      { ...id, after },
    );
    const { pullRequest: original, pullRequests } = answer.repository;
    const found = pullRequests.nodes.find(
      (node) => node?.viewerDidAuthor === true && node.body.trimEnd().endsWith(ending),
    );
    if (found) return { found, original };
    if (!pullRequests.pageInfo.hasNextPage) return { found: null, original };
    after = pullRequests.pageInfo.endCursor;
  }
}

/** GitHub's word that it cannot is an answer; everything else that goes wrong is tried again. */
function refusal(doing: string, errors: readonly GraphqlError[], owner: string, hand: string): Reverted {
  const [first] = errors;
  if (first?.type === 'FORBIDDEN') return { unavailable: unavailable(owner, hand) };
  if (first?.type !== 'UNPROCESSABLE') {
    throw errors.length > 0 ? refused(doing, errors) : new SourceError(`Could not ${doing}: no answer.`);
  }
  const words = first.message.replace(/\s+/g, ' ').trim().slice(0, 300).replace(/\.$/, '');
  return { conflict: `GitHub cannot take it back by itself: “${words}”. ${hand}` };
}

const unavailable = (owner: string, hand: string): string =>
  `AgentGuard may not write to this repository's content, which GitHub's revert takes. To turn it on, the owner of the app sets Contents to Read and write (the app's settings → Permissions & events → Repository permissions), and then an owner of ${owner} accepts that (settings of ${owner} → GitHub Apps → AgentGuard → Review request). ${hand}`;

/** A merge has to be told which of its two sides stays. */
function byHand(merge: Original['mergeCommit']): string {
  const end = ', resolve what conflicts, push it as a branch, and open a pull request of it.';
  if (merge === null) return `By hand: \`git revert\` its commits${end}`;
  if (merge.parents.totalCount > 1) return `By hand: \`git revert -m 1 ${merge.oid}\`${end}`;
  return `By hand: \`git revert ${merge.oid}\` (and its other commits, if it was rebased)${end}`;
}
