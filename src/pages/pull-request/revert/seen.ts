import { recordedRevert } from '../../../core/decision/recovery.ts';
import { byAgent } from '../../../core/exposure/by-agent.ts';
import { PERMISSIONS, type Permission } from '../../../core/facts/facts.ts';
import type { RecordEntry } from '../../../ports.ts';
import type { ViewedRepository } from '../../../ports/viewer.ts';

/** Kinds of entries that tell of taking a pull request back. */
export const REVERT_KINDS = ['decision', 'merge', 'revert', 'answered'] as const;

/** One time that somebody asked for it. */
export interface AskedRevert {
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  /** Number of the pull request that takes it back; null: there is none, and `refused` says why. */
  readonly opened: number | null;
  readonly refused: string | null;
}

/** What the record tells of taking a pull request back. */
export interface RevertsSeen {
  readonly merged: boolean;
  /** An agent had a hand in it, and it takes back nothing itself. */
  readonly possible: boolean;
  /** Number of the pull request that this one takes back; null: none. */
  readonly takesBack: number | null;
  /** Oldest first. */
  readonly asked: readonly AskedRevert[];
  /** Number of the pull request by which it was taken back; null: it was not. */
  readonly takenBackBy: number | null;
}

export function revertsSeen(entries: readonly RecordEntry[]): RevertsSeen {
  const of = (kind: RecordEntry['kind']): readonly RecordEntry[] =>
    entries.filter((entry) => entry.kind === kind);
  const merge = of('merge').at(-1);
  const own = of('revert').flatMap(({ body }) => recordedRevert(body) ?? []);
  const revert = of('answered').find(({ body }) => body['how'] === 'reverted')?.body['revert'];
  return {
    merged: merge !== undefined,
    possible: byAgent(entries) && own.length === 0,
    takesBack: own[0]?.takesBack ?? null,
    asked: of('revert').flatMap(({ at, body }) => {
      const { by, reason, command, opened, refused } = body;
      if (typeof command !== 'string') return [];
      return [
        {
          at,
          by: text(by),
          reason: text(reason),
          opened: typeof opened === 'number' ? opened : null,
          refused: typeof refused === 'string' ? refused : null,
        },
      ];
    }),
    takenBackBy: typeof revert === 'number' ? revert : null,
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const NEEDED: Permission = 'write';

/** Whether somebody may ask for it, as far as their own view of GitHub tells; the worker asks again. */
export const mayRevert = ({ permission }: Pick<ViewedRepository, 'permission'>): boolean =>
  PERMISSIONS.indexOf(permission) >= PERMISSIONS.indexOf(NEEDED);
