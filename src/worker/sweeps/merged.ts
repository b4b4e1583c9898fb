import type { RepositoryId } from '../../core/facts/facts.ts';
import { pullRequestKey } from '../../ports.ts';
import { repositoryKey } from '../keys.ts';
import { byRepository } from './repositories.ts';
import type { Sweep } from './sweep.ts';

/** Finds merges that no delivery told of: the record is to hold every one. */
export const merged = byRepository({ lookAt });

interface Noted {
  readonly etags: readonly string[];
  /** When a closed pull request changed last, as of the last look. */
  readonly until: string;
}

async function lookAt(id: RepositoryId, sweep: Sweep): Promise<void> {
  const { store, source, installationId, log } = sweep;
  const place = `merged pull requests of ${repositoryKey(id).toLowerCase()}`;
  const value = await store.noted(place);
  const before = value === null ? null : (JSON.parse(value) as Noted);
  const listed = await source.closedIfChanged(installationId, id, before?.etags ?? [], before?.until ?? null);
  if (listed === null) return;
  const open = new Set((await store.openPullRequests(id)).map((state) => state.id.number));
  const missed: number[] = [];
  for (const { number, mergedAt } of listed.items) {
    if (mergedAt === null) continue;
    const isNew = before !== null && mergedAt >= before.until;
    // Merges of the time before the app was there are nobody's to record.
    if (open.has(number) || (isNew && !(await isRecorded({ ...id, number }, sweep)))) missed.push(number);
  }
  await sweep.evaluate(missed.map((number) => ({ owner: id.owner, name: id.name, number })));
  const until = listed.items.map(({ updatedAt }) => updatedAt).reduce(latest, before?.until ?? '');
  await store.note(place, JSON.stringify({ etags: listed.etags, until } satisfies Noted));
  log.info(
    { sweep: sweep.what, repository: repositoryKey(id), missed: missed.length },
    'merged pull requests compared',
  );
}

async function isRecorded(id: RepositoryId & { number: number }, { store }: Sweep): Promise<boolean> {
  const entries = await store.record({ owner: id.owner, subject: pullRequestKey(id), kinds: ['merge'] });
  return entries.length > 0;
}

const latest = (a: string, b: string): string => (a > b ? a : b);
