import type { StoreReader } from '../../adapters/store/read.ts';
import type { Basis } from '../../core/decision/basis/basis.ts';
import { unpack } from '../../core/decision/basis/pack.ts';
import type { DecidedAgain } from '../../core/render/decided-again.ts';
import { redactionIn } from '../../core/record/redaction.ts';
import type { RecordEntry } from '../../ports.ts';

/** Reads what decisions rested on, or why that is not known any more. */
export function storedBases(store: Pick<StoreReader, 'basis' | 'record'>) {
  // Asked for at the first one that is missing, and for all of an owner at once.
  const redactions = new Map<string, Promise<ReadonlyMap<number, number>>>();
  const redactedBy = async ({ owner, sequence }: RecordEntry): Promise<number | undefined> => {
    const known = redactions.get(owner) ?? redactedEntries(owner, store);
    redactions.set(owner, known);
    return (await known).get(sequence);
  };
  return async (entry: RecordEntry): Promise<{ readonly basis: Basis } | Undecided> => {
    const redaction = await redactedBy(entry);
    if (redaction !== undefined) {
      return { result: 'redacted', reason: `What it rested on was taken out by entry ${redaction}.` };
    }
    const digest = entry.body['basis'];
    if (typeof digest !== 'string') {
      return { result: 'impossible', reason: 'The version that decided did not keep what it rested on.' };
    }
    const packed = await store.basis(digest);
    if (packed === null) {
      return {
        result: 'altered',
        reason: 'What it rested on is missing, and no entry of the record says that it was taken out.',
      };
    }
    try {
      return { basis: unpack(packed) };
    } catch (error) {
      return { result: 'altered', reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

type Undecided = Exclude<DecidedAgain, { result: 'same' | 'differs' }>;

/** Numbers of the entries that were redacted, each with the number of the entry that says so. */
async function redactedEntries(
  owner: string,
  store: Pick<StoreReader, 'record'>,
): Promise<ReadonlyMap<number, number>> {
  const redactions = await store.record({ owner, kinds: ['redaction'] });
  return new Map(
    redactions.flatMap(({ sequence, body }) =>
      // A redaction that the deployment's key has not signed is none: `audit verify` says more of it.
      (redactionIn(owner, JSON.stringify(body))?.redacted ?? []).map(
        (one) => [one.sequence, sequence] as const,
      ),
    ),
  );
}
