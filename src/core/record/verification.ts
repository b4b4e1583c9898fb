import { type Checkpoint, holds } from './checkpoint.ts';
import {
  type ChainEnd,
  createChainCheck,
  endProblem,
  type MetRedaction,
  type Problem,
} from './chain-check.ts';
import type { StoredEntry } from './entry.ts';
import type { PublicRecordKey } from './key.ts';

/** What is to be held against an owner's chain. */
export interface Witnesses {
  readonly owner: string;
  /** Those in the store. */
  readonly checkpoints: readonly Checkpoint[];
  /** Those that somebody kept elsewhere. */
  readonly kept: readonly Checkpoint[];
  /** The deployment's keys, old ones too; none: it is not known whose keys the checkpoints bring. */
  readonly keys: readonly PublicRecordKey[];
  /** ISO 8601 in UTC. */
  readonly now: string;
}

/** What became of an owner's chain. */
export interface Verification {
  readonly owner: string;
  /** The number of the newest entry. */
  readonly entries: number;
  /** When that was recorded; null: there is none. */
  readonly newest: string | null;
  /** What was altered, removed, put in or rewritten; the first entry first. */
  readonly problems: readonly Problem[];
  /** Why it cannot be relied on although nothing was found to be altered, as sentences. */
  readonly doubts: readonly string[];
  /** The newest checkpoint that counts; null: none. */
  readonly signed: Pick<Checkpoint, 'sequence' | 'at' | 'key'> | null;
  readonly redactions: readonly MetRedaction[];
  /** Entries with an earlier time than one before them: a clock was set back, or it was recorded later. No break. */
  readonly backwards: number;
}

/** What came since the last checkpoint may be unsigned for so long. */
const UNSIGNED_FOR_MS = 60 * 60_000;

/** Looks at an owner's chain entry by entry and holds it against checkpoints. */
export function createVerification({ owner, checkpoints, kept, keys, now }: Witnesses): {
  add(entry: StoredEntry): void;
  /** The newest entry taken. */
  end(): ChainEnd;
  /** @param noted where the chain was noted to end; null: nowhere */
  finish(noted: ChainEnd | null): Verification;
} {
  const all = [...checkpoints, ...kept.filter((one) => !checkpoints.some((other) => isSame(one, other)))];
  const signers = new Set(keys.map(({ publicKey }) => publicKey));
  const isKnown = ({ publicKey }: { publicKey: string }): boolean =>
    signers.size === 0 || signers.has(publicKey);
  const genuine = all.filter((checkpoint) => checkpoint.owner === owner && holds(checkpoint));
  const signed = genuine.filter(isKnown).toSorted(bySequence).at(-1) ?? null;
  // Whoever signed had looked at all before, redactions by earlier keys included.
  const accepts = (redaction: MetRedaction): boolean =>
    isKnown(redaction) || redaction.sequence <= (signed?.sequence ?? 0);
  const check = createChainCheck(undefined, accepts);
  const wanted = new Set(all.map(({ sequence }) => sequence));
  const hashes = new Map<number, string>();
  const times = createTimes(signed?.sequence ?? 0);
  return {
    add(entry) {
      check.add(entry);
      if (wanted.has(entry.sequence)) hashes.set(entry.sequence, entry.hash);
      times.add(entry);
    },
    end: () => check.end(),
    finish(noted) {
      const end = check.end();
      const atEnd = endProblem(end, noted);
      const problems = [
        ...check.problems(),
        ...(atEnd ? [atEnd] : []),
        ...all.flatMap((one) => checkpointProblem(one, genuine, hashes, end) ?? []),
        ...gone(checkpoints, kept),
      ];
      return {
        owner,
        entries: end.sequence,
        newest: times.newest(),
        problems: problems.toSorted((a, b) => a.sequence - b.sequence),
        doubts: [
          ...unknownKey(
            genuine.filter((one) => !isKnown(one)),
            signed,
          ),
          ...(signed ? times.overdue() : times.neverSigned(now)),
        ],
        signed: signed && { sequence: signed.sequence, at: signed.at, key: signed.key },
        redactions: check.redactions(),
        backwards: times.backwards(),
      };
    },
  };
}

const isSame = (a: Checkpoint, b: Checkpoint): boolean =>
  a.signature === b.signature && a.sequence === b.sequence && a.owner === b.owner;

const bySequence = (a: Checkpoint, b: Checkpoint): number => a.sequence - b.sequence;

function checkpointProblem(
  checkpoint: Checkpoint,
  genuine: readonly Checkpoint[],
  hashes: ReadonlyMap<number, string>,
  end: ChainEnd,
): Problem | null {
  const { sequence, at, hash } = checkpoint;
  if (!genuine.includes(checkpoint)) {
    return { sequence, problem: 'The checkpoint at this entry was altered: its signature does not hold.' };
  }
  if (sequence > end.sequence) {
    return {
      sequence: end.sequence + 1,
      problem: `This entry is missing: the checkpoint of ${at} knew ${sequence} entries.`,
    };
  }
  if (hashes.get(sequence) === hash) return null;
  return {
    sequence,
    problem: `The checkpoint of ${at} knew another hash of this entry: it or one before it was rewritten.`,
  };
}

/** Checkpoints that others speak of, or that somebody kept, and that are not in the store. */
function gone(checkpoints: readonly Checkpoint[], kept: readonly Checkpoint[]): Problem[] {
  const there = new Set([0, ...checkpoints.map(({ sequence }) => sequence)]);
  const spokenOf = [
    ...checkpoints.map(({ previous }) => previous),
    ...kept.flatMap(({ sequence, previous }) => [sequence, previous]),
  ];
  return [...new Set(spokenOf)]
    .filter((sequence) => !there.has(sequence))
    .map((sequence) => ({ sequence, problem: 'The checkpoint that was made at this entry is gone.' }));
}

function unknownKey(strangers: readonly Checkpoint[], signed: Checkpoint | null): string[] {
  const after = strangers.filter(({ sequence }) => sequence > (signed?.sequence ?? 0));
  return [...new Set(after.map(({ key }) => key))].map(
    (key) =>
      `Checkpoints are signed by the key ${key}, which is not known, and none after them by one that is. If it was a key of this deployment, name its public key with --key.`,
  );
}

/** Times of entries: some are recorded late or by a clock that was wrong, so the latest seen so far is what counts. */
function createTimes(signedUpTo: number) {
  let newest: string | null = null;
  let latest = -Infinity;
  let unsignedSince: number | null = null;
  let first: number | null = null;
  let backwards = 0;
  return {
    add({ sequence, at, kind }: StoredEntry): void {
      const time = Date.parse(at);
      if (time < latest) backwards++;
      // A redaction is made while no server may be there to sign.
      if (kind !== 'redaction' && time > latest) latest = time;
      if (latest > -Infinity) first ??= latest;
      if (sequence > signedUpTo) unsignedSince ??= latest;
      newest = at;
    },
    newest: () => newest,
    backwards: () => backwards,
    overdue: (): string[] =>
      unsignedSince !== null && latest - unsignedSince > UNSIGNED_FOR_MS
        ? [
            `Entries from ${signedUpTo + 1} on are not signed, although the server went on for more than an hour after the first of them: checkpoints were taken away, or could not be made. The server’s log says which.`,
          ]
        : [],
    neverSigned: (now: string): string[] =>
      first !== null && Date.parse(now) - first > UNSIGNED_FOR_MS
        ? [
            'No checkpoint by a known key is there, although there are entries older than an hour. The server makes one when it starts and every 15 minutes.',
          ]
        : [],
  };
}
