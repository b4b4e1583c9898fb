import type { Checkpoint } from '../record/checkpoint.ts';
import type { Entry } from '../statistics/entries.ts';

/** An entry of the record with its place in the chain. */
export interface ChainedEntry extends Entry {
  readonly owner: string;
  readonly previous: string;
  readonly hash: string;
}

/** Which part of whose record an export holds. */
export interface Part {
  readonly owner: string;
  /** Recorded at this time or later, ISO 8601 in UTC; null: from the first entry on. */
  readonly from: string | null;
  /** Recorded before this time; null: up to the last entry. */
  readonly to: string | null;
  /** `owner/name`; null: all of them. */
  readonly repository: string | null;
}

/** What an export says of itself. */
export interface About {
  readonly part: Part;
  /** The product's. */
  readonly version: string;
  /** ISO 8601 in UTC. */
  readonly exportedAt: string;
  /** As somebody could type it again. */
  readonly command: string;
  /** The newest of the owner; null: none was made. */
  readonly checkpoint: Checkpoint | null;
}
