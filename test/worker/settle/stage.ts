import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../src/adapters/store/store.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import type { CheckRun } from '../../../src/core/render/check-run.ts';
import type { Store } from '../../../src/ports.ts';
import type { World } from '../../../src/worker/world.ts';
import { commit, file, people, pullRequest, review } from '../../support/facts.ts';

export const id = { owner: 'acme', name: 'shop', number: 7 };
export const KEY = 'acme/shop#7';

const marked = commit({ message: 'Change\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n' });

/** An agent's change that nobody has reviewed. */
export const agents = (change: Partial<PullRequestFacts> = {}): PullRequestFacts =>
  pullRequest({ commits: [marked], files: [file('src/a.ts')], ...change });
export const approved = (change: Partial<PullRequestFacts> = {}): PullRequestFacts =>
  agents({ reviews: [review('olga', 'APPROVED')], ...change });

/** A world in memory with a real store, and everything that was told to it. */
export interface Stage {
  readonly store: Store;
  readonly world: World;
  readonly published: { sha: string; check: CheckRun }[];
  /** Reviewers asked, reactions given, comments made, warnings logged: each in its order. */
  readonly asked: unknown[];
  readonly reactions: [commentId: number, reaction: string][];
  readonly comments: [marker: string, markdown: string][];
  readonly warnings: unknown[];
  /** By number. */
  readonly pulls: Map<number, PullRequestFacts>;
  /** What the merge queue says of a group. */
  group: readonly number[] | null;
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
    warnings: [],
    pulls,
    group: null,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
  const world: World = {
    store,
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
      properties: async () => ({}),
      mergeGroup: async () => stage.group,
      mergeGroupsWith: async () => [],
    },
    publisher: {
      publish: async (_repository, sha, check) => stage.published.push({ sha, check }),
      requestReviewers: async (_id, reviewers) => void stage.asked.push(reviewers),
      react: async (_id, commentId, reaction) => void stage.reactions.push([commentId, reaction]),
      comment: async (_id, marker, markdown) => {
        if (!stage.comments.some(([known]) => known === marker)) stage.comments.push([marker, markdown]);
      },
    },
  };
  return Object.assign(stage, { world });
}
