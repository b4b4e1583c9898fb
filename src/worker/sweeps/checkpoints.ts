import { type ChainEnd, createChainCheck, endProblem, type Problem } from '../../core/record/chain-check.ts';
import { type Checkpoint, holds, signCheckpoint } from '../../core/record/checkpoint.ts';
import { createVerification } from '../../core/record/verification.ts';
import type { Sweep } from './sweep.ts';

type Signing = Pick<Sweep, 'store' | 'clock' | 'log' | 'signal' | 'recordKey'>;

/**
 * Signs where each owner's chain stands, if it grew and follows from what this deployment signed last. What does not is
 * not signed, and the log says so each time. Each checkpoint is logged as well: who keeps the log has a witness that
 * nobody with the database alone can change.
 */
export function createCheckpoints(): (sweep: Sweep) => Promise<void> {
  // What this process knows to have been signed, whatever the database says of it later.
  const known = new Map<string, Checkpoint>();
  return async (sweep) => {
    const { store, log, meter, signal } = sweep;
    let broken = 0;
    for (const owner of new Set([...(await store.owners()), ...known.keys()])) {
      signal.throwIfAborted();
      const found = await signOwner(owner, known, sweep);
      if (found === null) continue;
      broken++;
      log.error(
        { owner, entry: found.sequence, problem: found.problem },
        'the record is broken, and is not signed any more; agentguard audit verify says more',
      );
    }
    meter.recordBroken(broken);
  };
}

/** What is wrong with an owner's record, as far as it has to be looked at; null: nothing, and it is signed. */
async function signOwner(
  owner: string,
  known: Map<string, Checkpoint>,
  { store, clock, log, signal, recordKey }: Signing,
): Promise<Problem | null> {
  const last = await store.lastCheckpoint(owner, recordKey.id);
  const before = last && lastProblem(last, owner, recordKey.publicKey);
  if (before) return before;
  const remembered = known.get(owner);
  if (remembered && remembered.sequence > (last?.sequence ?? 0)) {
    return { sequence: remembered.sequence, problem: 'The checkpoint that was made at this entry is gone.' };
  }
  if (last) known.set(owner, last);

  const since = last ? await checkSince(last, owner, { store, signal, recordKey }) : null;
  const { end, problem } = since ?? (await checkAll(owner, { store, clock, signal }));
  if (problem || end.sequence === (last?.sequence ?? 0)) return problem;

  const previous = (await store.lastCheckpoint(owner, null))?.sequence ?? 0;
  const at = clock.now().toISOString();
  const made = signCheckpoint({ owner, ...end, at, previous }, recordKey);
  const isNew = await store.saveCheckpoint(made);
  if (isNew) log.info({ ...made }, 'a checkpoint of the record was signed');
  known.set(owner, made);
  return null;
}

const lastProblem = (last: Checkpoint, owner: string, publicKey: string): Problem | null =>
  last.owner === owner && last.publicKey === publicKey && holds(last)
    ? null
    : {
        sequence: last.sequence,
        problem: 'The checkpoint at this entry was altered: its signature does not hold.',
      };

interface Checked {
  readonly end: ChainEnd;
  readonly problem: Problem | null;
}

/** What came since this deployment signed last has to follow from it. */
async function checkSince(
  last: Checkpoint,
  owner: string,
  { store, signal, recordKey }: Pick<Signing, 'store' | 'signal' | 'recordKey'>,
): Promise<Checked> {
  const check = createChainCheck(last, ({ publicKey }) => publicKey === recordKey.publicKey);
  const noted = await store.readChain(
    owner,
    (entry) => {
      signal.throwIfAborted();
      check.add(entry);
    },
    { after: last.sequence },
  );
  const end = check.end();
  const left = noted?.sequence ?? 0;
  if (left < last.sequence) {
    const problem = `This entry is missing: the checkpoint of ${last.at} knew ${last.sequence} entries.`;
    return { end, problem: { sequence: left + 1, problem } };
  }
  return { end, problem: check.problems()[0] ?? endProblem(end, noted) };
}

/** A key that has signed nothing yet vouches for nothing before it has seen all. */
async function checkAll(
  owner: string,
  { store, clock, signal }: Pick<Signing, 'store' | 'clock' | 'signal'>,
): Promise<Checked> {
  const verification = createVerification({
    owner,
    checkpoints: await store.checkpoints(owner),
    kept: [],
    keys: [],
    now: clock.now().toISOString(),
  });
  const noted = await store.readChain(owner, (entry) => {
    signal.throwIfAborted();
    verification.add(entry);
  });
  const { problems } = verification.finish(noted);
  return { end: verification.end(), problem: problems[0] ?? null };
}
