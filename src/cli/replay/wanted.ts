import type { StoreReader } from '../../adapters/store/read.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { RecordEntry } from '../../ports.ts';
import { InputError } from '../local/input.ts';
import type { ReplayOptions } from '../replay.ts';

/** Which decisions the user names. */
export interface Wanted {
  readonly owner: string;
  readonly repository: RepositoryId | null;
  /** `owner/repo#12`; null: not only those of one pull request. */
  readonly subject: string | null;
  /** Number in the record; null: all. */
  readonly entry: number | null;
  /** Few enough for a line each. */
  readonly few: boolean;
}

/**
 * Reads what the user named.
 * @throws {InputError} if it is nothing that has decisions
 */
export function wanted(text: string, { entry: number, full }: ReplayOptions): Wanted {
  const [, owner, name, pull] = /^([\w.-]+)(?:\/([\w.-]+?)(?:#(\d{1,9}))?)?$/.exec(text) ?? [];
  if (owner === undefined) {
    throw new InputError(`"${text}" names no decisions; write owner/repo#number, owner/repo or owner.`);
  }
  if (number !== undefined && !/^[1-9]\d{0,8}$/.test(number)) {
    throw new InputError(
      `"${number}" is no number of an entry; \`agentguard audit show\` prints them first.`,
    );
  }
  const subject = pull === undefined ? null : text;
  if (full === true && subject === null && number === undefined) {
    throw new InputError('--full asks GitHub for each decision: name a pull request, or one by --entry.');
  }
  return {
    owner,
    repository: name === undefined ? null : { owner, name },
    subject,
    entry: number === undefined ? null : Number(number),
    few: subject !== null || number !== undefined,
  };
}

/** The decisions that are meant, in their order. */
export async function* decisionsIn(
  { owner, repository, subject, entry }: Wanted,
  store: Pick<StoreReader, 'record' | 'stream'>,
): AsyncGenerator<RecordEntry> {
  const isMeant = ({ sequence }: RecordEntry): boolean => entry === null || sequence === entry;
  if (subject !== null) {
    yield* (await store.record({ owner, subject, kinds: ['decision'] })).filter(isMeant);
    return;
  }
  const after = entry === null ? {} : { after: entry - 1 };
  const about = repository === null ? {} : { repository };
  for await (const each of store.stream({ owner, kinds: ['decision'], ...about, ...after })) {
    if (entry !== null && each.sequence > entry) return;
    yield each;
  }
}
