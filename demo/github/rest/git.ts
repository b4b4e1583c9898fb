/** Routes about content and history: files, blobs, trees, commits and comparisons. */
import { posix } from 'node:path';
import { Hono } from 'hono';
import { compareTrees } from '../git/comparison.ts';
import { commitsBetween, mergeBase, resolveRevision } from '../git/history.ts';
import { entryAt, listTree } from '../git/objects.ts';
import { Refusal } from '../state/refusal.ts';
import { commitShape, fileShape } from '../shapes/git.ts';
import { nodeId, repositoryApi, web } from '../shapes/accounts.ts';
import { pageOf } from './http.ts';
import { repositoryIn } from './repositories.ts';
import type { Commit, Entry } from '../git/objects.ts';
import type { Repository, State } from '../state/state.ts';
import type { Json } from '../shapes/accounts.ts';
import type { Call, Env } from './http.ts';

const isRaw = (call: Call): boolean =>
  /application\/vnd\.github(\.v3)?\.raw/.test(call.req.header('accept') ?? '');

const rawResponse = (bytes: Buffer): Response =>
  new Response(new Uint8Array(bytes), {
    headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' },
  });

/** GitHub breaks base64 into lines of 60. */
const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll(/.{1,60}/g, '$&\n');

const TYPES = {
  '100644': 'file',
  '100755': 'file',
  '120000': 'symlink',
  '160000': 'submodule',
  '040000': 'dir',
} as const;

/** A file, a folder, a link or a submodule at a path. */
function contents(call: Call): Response {
  const state = call.get('state');
  const repository = repositoryIn(call, ['contents', 'read']);
  const ref = call.req.query('ref') ?? repository.defaultBranch;
  const path = (call.req.param('path') ?? '').replace(/\/$/, '');
  const commit = repository.objects.commits.get(resolveRevision(repository, ref) ?? '');
  if (!commit) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const entry = followLinks(repository, commit, path);
  if (!entry) throw Refusal.notFound();
  const shape = (at: string, each: Entry) => contentShape(state, repository, ref, at, each);
  if (entry.mode === '040000') {
    const children = [...(repository.objects.trees.get(entry.sha) ?? [])];
    return call.json(children.map(([name, child]) => shape(path === '' ? name : `${path}/${name}`, child)));
  }
  const bytes = repository.objects.blobs.get(entry.sha);
  if (!bytes) return call.json(shape(path, entry));
  if (isRaw(call)) return rawResponse(bytes);
  if (entry.mode === '120000') return call.json({ ...shape(path, entry), target: bytes.toString() });
  const whole = bytes.length <= state.limits.contents;
  const body = whole ? { content: base64(bytes), encoding: 'base64' } : { content: '', encoding: 'none' };
  return call.json({ ...shape(path, entry), ...body });
}

export function gitRoutes(): Hono<Env> {
  const routes = new Hono<Env>();
  const base = '/repos/:owner/:repo' as const;

  routes.get(`${base}/contents`, contents);
  routes.get(`${base}/contents/:path{.*}`, contents);

  routes.get(`${base}/git/blobs/:sha`, (call) => {
    const repository = repositoryIn(call, ['contents', 'read']);
    const sha = call.req.param('sha');
    const bytes = repository.objects.blobs.get(sha);
    if (!bytes) throw Refusal.notFound();
    if (isRaw(call)) return rawResponse(bytes);
    const url = repositoryApi(call.get('state'), repository, `/git/blobs/${sha}`);
    const about = { sha, node_id: nodeId('Blob', sha), size: bytes.length, url };
    return call.json({ ...about, content: base64(bytes), encoding: 'base64' });
  });

  routes.get(`${base}/git/trees/:sha`, (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, ['contents', 'read']);
    const { objects } = repository;
    const asked = call.req.param('sha');
    const sha = objects.commits.get(resolveRevision(repository, asked) ?? '')?.tree ?? asked;
    const own = objects.trees.get(sha);
    if (!own) throw Refusal.notFound();
    const recursive = call.req.query('recursive') !== undefined;
    const entries = [...(recursive ? listTree(objects, sha, { folders: true }) : own)];
    return call.json({
      sha,
      url: repositoryApi(state, repository, `/git/trees/${sha}`),
      tree: entries.slice(0, state.limits.treeEntries).map(([path, entry]) => {
        const type = { '040000': 'tree', '160000': 'commit' }[entry.mode as string] ?? 'blob';
        const size = objects.blobs.get(entry.sha)?.length;
        const url = repositoryApi(state, repository, `/git/${type}s/${entry.sha}`);
        return { path, mode: entry.mode, type, sha: entry.sha, ...(type === 'blob' && { size }), url };
      }),
      truncated: entries.length > state.limits.treeEntries,
    });
  });

  routes.get(`${base}/commits/:ref{[^/]+}`, (call) => {
    const state = call.get('state');
    const repository = repositoryIn(call, ['contents', 'read']);
    const ref = call.req.param('ref');
    const commit = repository.objects.commits.get(resolveRevision(repository, ref) ?? '');
    if (!commit) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    return call.json(commitShape(state, repository, commit));
  });

  routes.get(`${base}/compare/:range{.+}`, (call) => {
    const repository = repositoryIn(call, ['contents', 'read']);
    const [from, to] = call.req.param('range').split('...');
    const [older, newer] = [from, to].map((name) => commitNamed(call.get('state'), repository, name)) as [
      Commit,
      Commit,
    ];
    return call.json(comparison(call, repository, older, newer));
  });

  return routes;
}

/** Contents follow a symbolic link to a file of the repository. */
function followLinks(repository: Repository, commit: Commit, path: string): Entry | null {
  const entry = entryAt(repository.objects, commit.tree, path);
  if (entry?.mode !== '120000') return entry;
  const target = repository.objects.blobs.get(entry.sha)?.toString() ?? '';
  const found = entryAt(repository.objects, commit.tree, posix.join(posix.dirname(path), target));
  return found && TYPES[found.mode] === 'file' ? found : entry;
}

function contentShape(state: State, repository: Repository, ref: string, path: string, entry: Entry): Json {
  const url = `${repositoryApi(state, repository, `/contents/${path}`)}?ref=${ref}`;
  const type = TYPES[entry.mode];
  const html = web(state, repository, `/blob/${ref}/${path}`);
  const git = repositoryApi(state, repository, `/git/${type === 'dir' ? 'trees' : 'blobs'}/${entry.sha}`);
  return {
    type,
    size: repository.objects.blobs.get(entry.sha)?.length ?? 0,
    name: path.split('/').at(-1),
    path,
    sha: entry.sha,
    url,
    html_url: html,
    git_url: git,
    _links: { self: url, git, html },
    download_url: type === 'file' ? web(state, repository, `/raw/${ref}/${path}`) : null,
  };
}

/** `branch`, a SHA, or `owner:branch` of a fork. */
function commitNamed(state: State, repository: Repository, name: string | undefined): Commit {
  const [owner, branch] = name?.includes(':') ? name.split(':') : [undefined, name];
  const home = owner
    ? state.repositories.find((each) => each.objects === repository.objects && each.owner.login === owner)
    : repository;
  const commit = home?.objects.commits.get(resolveRevision(home, branch ?? '') ?? '');
  if (!commit) throw Refusal.notFound();
  return commit;
}

function comparison(call: Call, repository: Repository, base: Commit, head: Commit): Json {
  const state = call.get('state');
  const { objects } = repository;
  const common = objects.commits.get(mergeBase(objects, base.sha, head.sha) ?? '');
  if (!common) throw new Refusal(404, `No common ancestor between ${base.sha} and ${head.sha}.`);
  const ahead = commitsBetween(objects, base.sha, head.sha);
  const behind = commitsBetween(objects, head.sha, base.sha).length;
  const { compareCommits: max, compareFiles } = state.limits;
  const { from, to } = pageOf(call, ahead.length, { perPage: max, max });
  // Only the first page brings the files.
  const files = from === 0 ? compareTrees(state, objects, common.tree, head.tree) : [];
  const page = web(state, repository, `/compare/${base.sha}...${head.sha}`);
  const status = ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
  return {
    url: repositoryApi(state, repository, `/compare/${base.sha}...${head.sha}`),
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: commitShape(state, repository, base),
    merge_base_commit: commitShape(state, repository, common),
    status,
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: ahead.slice(from, to).map((commit) => commitShape(state, repository, commit)),
    files: files.slice(0, compareFiles).map((file) => fileShape(state, repository, head.sha, file)),
  };
}
