/** Commits, trees, blobs and refs as GraphQL shows them. */
import { accountByEmail, findAccount } from '../state/accounts.ts';
import { pullsWith } from '../state/pull-requests.ts';
import { activeRulesets } from '../state/rules.ts';
import { resolveRevision } from '../git/history.ts';
import { entryAt, isBinary } from '../git/objects.ts';
import { nodeId, web } from '../shapes/accounts.ts';
import { accountView } from './accounts.ts';
import { connection, demand, refer } from './fields.ts';
import type { Commit, Entry, Signature } from '../git/objects.ts';
import type { Repository, State } from '../state/state.ts';
import type { Args, View } from './fields.ts';

const TRAILER = /^co-authored-by:[ \t]*([^<\n]{1,200})<([^<>\s]{1,320})>[ \t]*$/gim;

/** Author first, then those whom the message names. */
function authors(commit: Commit): Signature[] {
  const named = [...commit.message.matchAll(TRAILER)].map(([, name = '', email = '']) => ({
    name: name.trim(),
    email,
    date: commit.author.date,
  }));
  const all = [commit.author, ...named];
  return all.filter(({ email }, index) => all.findIndex((each) => each.email === email) === index);
}

/** Only people resolve: `user` is never a bot. */
function gitActor(state: State, { name, email, date }: Signature): View {
  const account = accountByEmail(state, email);
  return { name, email, date, user: account?.type === 'User' ? accountView(state, account) : null };
}

export function commitView(state: State, repository: Repository, commit: Commit): View {
  const { sha, message } = commit;
  const [headline = '', ...rest] = message.split('\n');
  const parents = () => commit.parents.flatMap((parent) => repository.objects.commits.get(parent) ?? []);
  return {
    __typename: 'Commit',
    id: nodeId('Commit', sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    committedViaWeb: commit.committer.email === 'noreply@github.com',
    authoredByCommitter: commit.author.email === commit.committer.email,
    author: () => gitActor(state, commit.author),
    committer: () => gitActor(state, commit.committer),
    authors: connection(
      () => authors(commit),
      (author) => gitActor(state, author),
    ),
    parents: connection(parents, (parent) => commitView(state, repository, parent)),
    signature: () => signatureView(state, commit),
    tree: () => treeView(state, repository, commit.tree, ''),
    file: ({ path }: Args) => {
      const entry = entryAt(repository.objects, commit.tree, String(path));
      return entry && treeEntryView(state, repository, entry, String(path));
    },
    url: web(state, repository, `/commit/${sha}`),
    commitUrl: web(state, repository, `/commit/${sha}`),
    associatedPullRequests: connection(
      (_, context) => {
        demand(context, repository, ['pull_requests', 'read']);
        return pullsWith(repository, sha);
      },
      (pull) => refer('PullRequest', pull),
    ),
  };
}

function signatureView(state: State, { signature, committer }: Commit): View | null {
  if (!signature) return null;
  const signer = signature.signer === null ? null : findAccount(state, signature.signer);
  return {
    __typename: 'GpgSignature',
    email: committer.email,
    isValid: signature.verified,
    state: signature.verified ? 'VALID' : 'UNKNOWN_KEY',
    payload: '',
    signature: '',
    signer: () => (signer?.type === 'User' ? accountView(state, signer) : null),
    verifiedAt: signature.verified ? committer.date : null,
    wasSignedByGitHub: signature.signer === 'web-flow',
  };
}

/** What `<revision>` or `<revision>:<path>` names; null: nothing. */
export function objectAt(state: State, repository: Repository, expression: string): View | null {
  const colon = expression.indexOf(':');
  const revision = colon < 0 ? expression : expression.slice(0, colon);
  const sha = resolveRevision(repository, revision);
  const commit = sha === null ? undefined : repository.objects.commits.get(sha);
  if (colon < 0)
    return commit ? commitView(state, repository, commit) : objectById(state, repository, revision);
  const tree = commit?.tree ?? (repository.objects.trees.has(revision) ? revision : null);
  if (tree === null) return null;
  const path = expression.slice(colon + 1).replace(/\/$/, '');
  const entry = entryAt(repository.objects, tree, path);
  return entry && entryView(state, repository, entry, path);
}

/** Whatever has this name. */
export function objectById(state: State, repository: Repository, oid: string): View | null {
  const { commits, trees, blobs } = repository.objects;
  const commit = commits.get(oid);
  if (commit) return commitView(state, repository, commit);
  if (trees.has(oid)) return treeView(state, repository, oid, '');
  return blobs.has(oid) ? blobView(state, repository, oid) : null;
}

function entryView(state: State, repository: Repository, entry: Entry, path: string): View | null {
  if (entry.mode === '040000') return treeView(state, repository, entry.sha, path);
  return entry.mode === '160000' ? null : blobView(state, repository, entry.sha);
}

function blobView(state: State, repository: Repository, sha: string): View {
  const bytes = repository.objects.blobs.get(sha) ?? Buffer.alloc(0);
  const max = state.limits.blobText;
  return {
    __typename: 'Blob',
    id: nodeId('Blob', sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    byteSize: bytes.length,
    isBinary: isBinary(bytes),
    isTruncated: !isBinary(bytes) && bytes.length > max,
    text: isBinary(bytes) ? null : bytes.subarray(0, max).toString(),
  };
}

const ENTRY_TYPES: Readonly<Record<string, string>> = { '040000': 'tree', '160000': 'commit' };

function treeView(state: State, repository: Repository, sha: string, path: string): View {
  return {
    __typename: 'Tree',
    id: nodeId('Tree', sha),
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    entries: () =>
      [...(repository.objects.trees.get(sha) ?? [])].map(([name, entry]) => {
        return treeEntryView(state, repository, entry, path === '' ? name : `${path}/${name}`);
      }),
  };
}

const treeEntryView = (state: State, repository: Repository, entry: Entry, path: string): View => ({
  __typename: 'TreeEntry',
  name: path.slice(path.lastIndexOf('/') + 1),
  path,
  mode: Number.parseInt(entry.mode, 8),
  type: ENTRY_TYPES[entry.mode] ?? 'blob',
  oid: entry.sha,
  size: repository.objects.blobs.get(entry.sha)?.length ?? 0,
  object: () => entryView(state, repository, entry, path),
});

/** A branch or tag; null: there is none of that name. */
export function refView(state: State, repository: Repository, name: string): View | null {
  const ref = [name, `refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`].find((each) =>
    repository.refs.has(each),
  );
  const commit = repository.objects.commits.get(repository.refs.get(ref ?? '') ?? '');
  if (!ref || !commit) return null;
  const [, prefix = '', short = ''] = /^(refs\/(?:heads|tags)\/|refs\/)(.*)$/.exec(ref) ?? [];
  return {
    __typename: 'Ref',
    id: nodeId('Ref', `${repository.id}:${ref}`),
    name: short,
    prefix,
    target: () => commitView(state, repository, commit),
    branchProtectionRule: () =>
      prefix === 'refs/heads/' && repository.protection.has(short)
        ? {
            __typename: 'BranchProtectionRule',
            id: nodeId('BranchProtectionRule', `${repository.id}:${short}`),
          }
        : null,
    rules: connection(
      () => (prefix === 'refs/heads/' ? activeRulesets(state, repository, short) : []),
      (ruleset) => ({ __typename: 'RepositoryRule', id: nodeId('RepositoryRule', ruleset.id) }),
    ),
  };
}
