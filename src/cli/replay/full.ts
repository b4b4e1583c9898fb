import { readChangeAt, readTextAt } from '../../adapters/github/at-commits.ts';
import { gitHubSource } from '../../adapters/github/source.ts';
import type { StoreReader } from '../../adapters/store/read.ts';
import { inputOf, type Basis } from '../../core/decision/basis/basis.ts';
import { differences } from '../../core/decision/basis/replay.ts';
import type { DecideInput } from '../../core/decision/decide.ts';
import { decisionRecord } from '../../core/decision/record.ts';
import type { FloorFacts, PullRequestFacts } from '../../core/facts/facts.ts';
import type { DecidedAgain } from '../../core/render/decided-again.ts';
import { evaluate, type Reads } from '../../pipeline.ts';
import { pullRequestKey, SourceError, type PullRequestId, type RecordEntry } from '../../ports.ts';
import { slowly } from '../local/slowly.ts';
import type { Remote } from '../remote/github.ts';

/**
 * Fetches the change that was decided on by its SHAs and goes the whole way again: agents, rules, policy, decision. What
 * GitHub keeps no history of, such as who had which rights, is taken from what was stored.
 */
export async function decideFromGitHub(
  entry: RecordEntry,
  basis: Basis,
  store: Pick<StoreReader, 'record'>,
  { access }: Remote,
): Promise<DecidedAgain> {
  const stored = inputOf(basis);
  const { repository, number } = stored.facts;
  const id = { owner: repository.owner, name: repository.name, number };
  try {
    const reading = `Fetching what ${pullRequestKey(id)} was at ${stored.facts.headSha.slice(0, 7)} ...`;
    const facts = await slowly(reading, factsThen(stored, id, access));
    const { policy, decision } = await evaluate(id, facts, readsThen(entry, stored, store, access));
    const found = differences(entry.body, decisionRecord(facts, policy, decision, ''));
    return found.length === 0 ? { result: 'same' } : { result: 'differs', differences: found };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { result: 'impossible', reason: error.message };
  }
}

/** The pull request as it was: what has a SHA is fetched by it, its text is that of now, the rest was stored. */
async function factsThen(
  { facts }: DecideInput,
  id: PullRequestId,
  access: Remote['access'],
): Promise<PullRequestFacts> {
  const { policyFile, floor, binding, headSha } = facts;
  const now = await gitHubSource(access).snapshot(id);
  const change = await readChangeAt(access, id, { base: binding.sha, head: headSha });
  const notes = new Map(now.commits.map(({ sha, note }) => [sha, note]));
  return {
    ...facts,
    title: now.title,
    body: now.body,
    comments: now.comments,
    commits: change.commits.map((commit) => {
      const note = notes.get(commit.sha);
      return note === undefined ? commit : { ...commit, note };
    }),
    files: change.files,
    policyFile: policyFile && { ...policyFile, text: await readTextAt(access, id, policyFile) },
    floor: await floorThen(floor, access),
  };
}

async function floorThen(floor: FloorFacts, access: Remote['access']): Promise<FloorFacts> {
  if (floor.state !== 'present') return floor;
  const text = await readTextAt(access, floor.repository, floor.file);
  return { ...floor, file: { ...floor.file, text } };
}

/** What else the flow reads: contents by SHA from GitHub, the record up to the entry, and what was stored. */
function readsThen(
  { sequence }: RecordEntry,
  { facts, people, digests, openByAgent }: DecideInput,
  store: Pick<StoreReader, 'record'>,
  access: Remote['access'],
): Reads {
  const others = new Map<number, string[]>();
  for (const [agent, numbers] of openByAgent) {
    for (const number of numbers) others.set(number, [...(others.get(number) ?? []), agent]);
  }
  return {
    source: {
      snapshot: async () => facts,
      contents: (change, requests) => gitHubSource(access).contents(change, requests),
      people: async () => people,
      properties: async () => facts.repository.properties ?? null,
    },
    store: {
      // Who pushed is among what was stored.
      pushes: async () => [],
      commands: async () => [],
      digests: async () => digests,
      openPullRequests: async ({ owner, name }) =>
        [...others].map(([number, agents]) => ({
          id: { owner, name, number },
          open: true,
          headSha: '',
          agents,
          updatedAt: null,
          bindingRef: null,
          teams: [],
        })),
      record: async (filter) => (await store.record(filter)).filter((earlier) => earlier.sequence < sequence),
    },
  };
}
