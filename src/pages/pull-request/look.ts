import type { Evaluation } from '../../pipeline.ts';
import { LimitError, SourceError, pullRequestKey, type PullRequestId } from '../../ports.ts';
import type { PagesWorld } from '../pages.ts';
import type { ViewedRepository } from '../../ports/viewer.ts';

/** A pull request as it stands, or why that cannot be said now: a sentence. */
export type Look =
  | { readonly evaluation: Evaluation }
  | { readonly unread: string; /** GitHub has no such pull request. */ readonly missing: boolean };

export interface LookOptions {
  /** So long somebody waits for the page. */
  readonly patienceMs?: number;
  /** So long an answer serves whoever asks next. */
  readonly keptMs?: number;
}

const PATIENCE_MS = 8_000;
const KEPT_MS = 5_000;
/** Evaluating takes what deliveries need, too. */
const AT_ONCE = 3;
/** One that takes this long is given up. */
const LONGEST_MS = 60_000;

/**
 * Evaluates pull requests for pages and changes nothing. Whoever asks again within seconds, or while it is under way,
 * gets the same answer: it is the same for everybody. Never rejects.
 */
export function createLooks(
  world: Pick<PagesWorld, 'readsOf' | 'evaluate' | 'log'>,
  { patienceMs = PATIENCE_MS, keptMs = KEPT_MS }: LookOptions = {},
): (repository: ViewedRepository, number: number) => Promise<Look> {
  const kept = new Map<string, Promise<Look>>();
  let underWay = 0;

  async function evaluate({ owner, name, installationId }: ViewedRepository, number: number): Promise<Look> {
    underWay++;
    try {
      const reads = world.readsOf(installationId);
      const facts = await reads.source.snapshot({ owner, name, number });
      // As GitHub writes it: what the store keeps goes by that.
      const id: PullRequestId = { owner: facts.repository.owner, name: facts.repository.name, number };
      return { evaluation: await world.evaluate(id, facts, reads, AbortSignal.timeout(LONGEST_MS)) };
    } catch (error) {
      world.log.warn({ err: error, pullRequest: `${owner}/${name}#${number}` }, 'a page could not evaluate');
      return unread(error);
    } finally {
      underWay--;
    }
  }

  return async (repository, number) => {
    const key = `${repository.installationId} ${pullRequestKey({ ...repository, number })}`.toLowerCase();
    let look = kept.get(key);
    if (!look) {
      if (underWay >= AT_ONCE) return BUSY;
      look = evaluate(repository, number);
      kept.set(key, look);
      const forget = (): void => void setTimeout(() => kept.delete(key), keptMs).unref();
      void look.then(forget);
    }
    return within(patienceMs, look);
  };
}

const BUSY: Look = {
  unread: 'Several pull requests are being evaluated for pages at this moment. Load this page again soon.',
  missing: false,
};

const SLOW: Look = {
  unread: 'Evaluating it takes longer than usual. Load this page again in a minute.',
  missing: false,
};

function unread(error: unknown): Look {
  if (error instanceof SourceError) return { unread: error.message, missing: error.missing };
  const reason =
    error instanceof LimitError ? error.message : 'Evaluating it failed. The log of the server says why.';
  return { unread: reason, missing: false };
}

async function within(milliseconds: number, look: Promise<Look>): Promise<Look> {
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<Look>((resolve) => {
    timer = setTimeout(() => resolve(SLOW), milliseconds);
  });
  try {
    return await Promise.race([look, slow]);
  } finally {
    clearTimeout(timer);
  }
}
