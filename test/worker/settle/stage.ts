import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/adapters/store/store.ts';
import { evaluate } from '../../../src/pipeline.ts';
import type { Permission, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { CheckRun } from '../../../src/core/render/check-run.ts';
import type { Command, RecordEntry, Store } from '../../../src/ports.ts';
import { settle } from '../../../src/worker/settle/pull-request.ts';
import type { World } from '../../../src/worker/world.ts';
import { commit, file, people, pullRequest, review, user } from '../../support/facts.ts';
import { noIssues, nothingWatched } from '../../support/watch.ts';

export const id = { owner: 'acme', name: 'shop', number: 7 };
export const KEY = 'acme/shop#7';

const marked = commit({ message: 'Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' });

/** An agent's change that nobody has reviewed. */
export const agents = (change: Partial<PullRequestFacts> = {}): PullRequestFacts =>
  pullRequest({ commits: [marked], files: [file('src/a.ts')], ...change });
export const approved = (change: Partial<PullRequestFacts> = {}): PullRequestFacts =>
  agents({ reviews: [review('olga', 'APPROVED')], ...change });

/** When #7 was evaluated first, when somebody commanded something, and when that was read. */
const EVALUATED = '2026-11-22T12:00:00.500Z';
const GIVEN = '2026-11-22T12:10:00Z';
export const READ = '2026-11-22T12:10:05.000Z';

let commands = 0;
/** A comment on #7, ten minutes after it was evaluated. */
export const command = (login: string, text: string, more: Partial<Command> = {}): Command => ({
  pullRequest: id,
  id: `comment:${++commands}`,
  commentId: commands,
  author: user(login),
  text: `/agentguard ${text}`,
  at: GIVEN,
  ...more,
});

/** A publisher's call that fails. */
export const broken = async (): Promise<never> => Promise.reject(new Error('GitHub answered 502.'));

/** A world in memory with a real store, and everything that was told to it. */
export interface Stage {
  readonly store: Store;
  readonly world: World;
  readonly published: { sha: string; check: CheckRun }[];
  /** Reviewers asked, reactions given, comments made, warnings logged: each in its order. */
  readonly asked: unknown[];
  readonly reactions: [commentId: number, reaction: string][];
  readonly comments: [marker: string, markdown: string][];
  /** What was put into the comment that is kept. */
  readonly kept: [commentId: number | null, marker: string, markdown: string][];
  readonly warnings: unknown[];
  /** By number. */
  readonly pulls: Map<number, PullRequestFacts>;
  /** What the merge queue says of a group. */
  group: readonly number[] | null;
  /** What GitHub says somebody may do now; null: nothing. */
  permissions(login: string): Promise<Permission | null>;
  /** When an answer is made, if that is not the moment at which its facts were read. */
  decidedAt: string | null;
  /** Conclusions of everything published. */
  conclusions(): string[];
  /** Evaluates #7 at noon, so that people could see it; commands are read ten minutes later. */
  seen(facts: PullRequestFacts): Promise<void>;
  give(...given: Command[]): Promise<void>;
  /** Ids of commands without an answer. */
  pending(): Promise<string[]>;
  record(...kinds: RecordEntry['kind'][]): Promise<readonly RecordEntry[]>;
  /** The world with parts of its publisher replaced. */
  publishing(change: Partial<World['publisher']>): World;
  close(): Promise<void>;
}

export async function createStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-settle-'));
  const store = await openStore({ folder });
  const pulls = new Map<number, PullRequestFacts>();
  const stage: Omit<Stage, 'world'> = {
    store,
    published: [],
    asked: [],
    reactions: [],
    comments: [],
    kept: [],
    warnings: [],
    pulls,
    group: null,
    permissions: async (login) => (login === 'ada' ? 'admin' : login === 'max' ? 'maintain' : 'write'),
    decidedAt: null,
    conclusions: () => stage.published.map(({ check }) => check.conclusion),
    async seen(facts) {
      pulls.set(7, { ...facts, now: EVALUATED });
      await settle(id, KEY, world);
      pulls.set(7, { ...facts, now: READ });
    },
    async give(...given) {
      for (const each of given) {
        const delivery = { id: `d-${each.id}`, event: 'issue_comment', action: 'created', receivedAt: GIVEN };
        await store.accept(delivery, { jobs: [], command: each });
      }
    },
    pending: async () => (await store.commands(id)).map((each) => each.id),
    record: (...kinds) => store.record({ owner: 'acme', subject: KEY, kinds }),
    publishing: (change) => ({ ...world, publisher: { ...world.publisher, ...change } }),
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
  const world: World = {
    store,
    clock: { now: () => new Date(stage.decidedAt ?? pulls.get(7)?.now ?? READ) },
    meter: { decision() {} },
    evaluate,
    log: { warn: (...line: unknown[]) => void stage.warnings.push(line) },
    installationId: 1,
    version: '1.2.3',
    source: {
      async snapshot({ number }) {
        const facts = pulls.get(number);
        if (!facts) throw new Error(`no #${number}`);
        return { ...facts, number };
      },
      contents: async (_facts, requests) =>
        requests.map(({ file: wanted }) => ({
          ...wanted,
          base: { state: 'text', text: '' },
          head: { state: 'text', text: 'x' },
        })),
      people: async () => people({ olga: 'write', nadia: 'write', ada: 'admin' }),
      async permission(_repository, login) {
        const person = await stage.permissions(login);
        return person === null ? null : { account: user(login), permission: person };
      },
      properties: async () => ({}),
      mergeGroup: async () => stage.group,
      mergeGroupsWith: async () => [],
      beforeMerge: async (facts) => facts,
    },
    policies: {
      policy: async () => {
        const { repository, policyFile, floor } = pullRequest();
        return { repository, policyFile, floor, branch: { ref: 'main', sha: 'b'.repeat(40) }, gaps: [] };
      },
    },
    watch: nothingWatched,
    publisher: {
      ...noIssues,
      publish: async (_repository, sha, check) => stage.published.push({ sha, check }),
      requestReviewers: async (_id, reviewers) => void stage.asked.push(reviewers),
      react: async (_id, commentId, reaction) => void stage.reactions.push([commentId, reaction]),
      comment: async (_id, marker, markdown) => {
        if (!stage.comments.some(([known]) => known === marker)) stage.comments.push([marker, markdown]);
      },
      revert: async () => ({ conflict: 'Nothing is taken back here.' }),
      keepComment: async (_id, commentId, marker, markdown) => {
        stage.kept.push([commentId, marker, markdown]);
        return 1;
      },
    },
  };
  return Object.assign(stage, { world });
}
