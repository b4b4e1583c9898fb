import { POLICY_PATH } from '../../src/core/facts/control-files.ts';
import { fileDigests } from '../../src/core/facts/digests.ts';
import type { FileChange, PullRequestFacts } from '../../src/core/facts/facts.ts';
import type { Reads } from '../../src/pipeline.ts';
import { BASE, commit, file, OLDER, people, pullRequest } from '../support/facts.ts';

/** A pull request of nadia that an agent had a hand in, under this policy, given without its version. */
export const agentsPullRequest = (
  change: Partial<PullRequestFacts> = {},
  policy?: string,
): PullRequestFacts =>
  pullRequest({
    commits: [commit({ message: 'Change something\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' })],
    files: [file('src/a.ts')],
    policyFile: policy === undefined ? null : { path: POLICY_PATH, text: `version: 1\n${policy}`, sha: BASE },
    ...change,
  });

export const idOf = ({ repository, number }: PullRequestFacts) => ({
  owner: repository.owner,
  name: repository.name,
  number,
});

interface Change {
  readonly source?: Partial<Reads['source']>;
  readonly store?: Partial<Reads['store']>;
}

/** The texts of files, given as their heads; all else is as small as it can be. */
export const readsOf = (
  texts: Readonly<Record<string, string>> = {},
  { source, store }: Change = {},
): Reads => ({
  source: {
    snapshot: () => Promise.reject(new Error('the snapshot is given')),
    contents: (_facts, requests) => Promise.resolve(requests.map(({ file: one }) => loaded(one, texts))),
    people: () =>
      Promise.resolve(
        people({ nadia: 'write', olga: 'write', bela: 'maintain', ada: 'admin' }, { 'acme/dba': ['olga'] }),
      ),
    properties: () => Promise.resolve({ tier: ['one'] }),
    ...source,
  },
  store: {
    pushes: () => Promise.resolve([]),
    digests: () => Promise.resolve(new Map([[OLDER, fileDigests([file('src/a.ts')], 'main')]])),
    openPullRequests: () => Promise.resolve([]),
    record: () => Promise.resolve([]),
    commands: () => Promise.resolve([]),
    ...store,
  },
});

const loaded = (one: FileChange, texts: Readonly<Record<string, string>>): FileChange => ({
  ...one,
  baseMode: one.status === 'added' ? null : '100644',
  headMode: '100644',
  base: { state: 'absent' },
  head: { state: 'text', text: texts[one.path] ?? 'x\n' },
});

/**
 * A policy and files that take minutes: every pattern can be laid over every path in a great many ways, and fails on the
 * last name.
 */
export function endless(): PullRequestFacts {
  const pattern = `${Array.from({ length: 12 }, () => '**/a').join('/')}/b`;
  // As many as a policy may have: 50 entries, 100 alternatives a pattern, 64 KB.
  const names = `{${Array.from({ length: 100 }, (_, index) => index).join(',')}}`;
  const entries = Array.from(
    { length: 50 },
    (_, index) =>
      `  - name: entry ${index}\n    paths: ['${pattern}/x${names}', '${pattern}/y${names}']\n    from: { permission: write }`,
  );
  const path = (index: number): string => `${Array.from({ length: 50 }, () => 'a').join('/')}/${index}`;
  return agentsPullRequest(
    { files: Array.from({ length: 3000 }, (_, index) => file(path(index), { status: 'added' })) },
    `reviews:\n${entries.join('\n')}\n`,
  );
}
