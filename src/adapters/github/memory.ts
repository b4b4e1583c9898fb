import { LRUCache } from 'lru-cache';
import type { RepositoryId } from '../../core/facts/facts.ts';
import type { BlobNode } from './blobs.ts';
import type { ChangedFiles } from './snapshot/files.ts';
import type { Activity } from './snapshot/involvements.ts';

/**
 * What was read of GitHub and cannot change, so that it is not asked again: everything is kept under the name of a
 * commit or a blob. Kept by this process alone, at most 48 MB of it, and nothing of what people may do. What could not
 * be read is never kept.
 */
export interface Memory {
  /** Files that differ between two commits; see `changeKey`. */
  readonly changes: Shelf<ChangedFiles>;
  /** Blobs by their own name, folders and blobs by `<commit>:<path>`; see `objectKey`. */
  readonly objects: Shelf<BlobNode>;
  /** Who pushed a branch to where it is, newest first. */
  readonly pushes: Shelf<readonly Activity[]>;
  /** Notes on commits, by the commit that holds the notes; `text` null: there is none. */
  readonly notes: Shelf<{ readonly text: string | null }>;
  /** Which teams the last evaluation asked for: a guess at what the next one will, and no fact. */
  readonly asked: Shelf<Asked>;
}

export interface Shelf<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

export interface Asked {
  /** `org/slug`, lower case. */
  readonly teams: readonly string[];
  /** Custom roles were asked for: the list of collaborators that GraphQL gives does not tell them. */
  readonly roles: boolean;
}

const MB = 1024 * 1024;

export function createMemory(): Memory {
  return {
    changes: shelf(18 * MB),
    objects: shelf(24 * MB),
    pushes: shelf(2 * MB),
    notes: shelf(3 * MB),
    asked: shelf(1 * MB),
  };
}

/** Names two commits of a repository. Other repositories may hold the same ones and show them to other people. */
export const changeKey = (repository: RepositoryId, base: string, head: string): string =>
  `${nameOf(repository)} ${base}...${head}`;

/** Names an object of a repository: by its own name, or as `<commit>:<path>`. */
export const objectKey = (repository: RepositoryId, expression: string): string =>
  `${nameOf(repository)} ${expression}`;

const nameOf = ({ owner, name }: RepositoryId): string => `${owner}/${name}`.toLowerCase();

/** The least recently used go first. A thing that takes half of the room is not kept. */
function shelf<T extends object>(bytes: number): Shelf<T> {
  const cache = new LRUCache<string, T>({
    maxSize: bytes,
    maxEntrySize: bytes / 2,
    sizeCalculation: (value, key) => weightOf(key) + weightOf(value),
  });
  return {
    get: (key) => cache.get(key),
    set: (key, value) => void cache.set(key, value),
  };
}

/** At most what a value takes in memory, in bytes: a character takes one or two. */
function weightOf(value: unknown): number {
  if (typeof value === 'string') return 2 * value.length + 16;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, each) => sum + weightOf(each) + 8, 16);
}
