import { isDeepStrictEqual } from 'node:util';
import { decide } from '../decide.ts';
import { decisionRecord } from '../record.ts';
import { inputOf, type Basis } from './basis.ts';

/** A member of a decision that came out another way; as JSON, undefined: it was not there. */
export interface Difference {
  readonly member: string;
  readonly recorded: unknown;
  readonly now: unknown;
}

/** What an entry names apart from the decision: by which version it was made, and what it rested on. */
const APART = new Set(['version', 'basis']);

/** Decides again from what a decision rested on, and says in what it differs from what was recorded. Pure. */
export function replay(recorded: Readonly<Record<string, unknown>>, basis: Basis): readonly Difference[] {
  const input = inputOf(basis);
  return differences(recorded, decisionRecord(input.facts, input.policy, decide(input), ''));
}

/** In what one decision's record differs from another's. */
export function differences(
  recorded: Readonly<Record<string, unknown>>,
  again: Readonly<Record<string, unknown>>,
): readonly Difference[] {
  const now = JSON.parse(JSON.stringify(again)) as Record<string, unknown>;
  const members = new Set([...Object.keys(recorded), ...Object.keys(now)].filter((name) => !APART.has(name)));
  return [...members].flatMap((member) =>
    isDeepStrictEqual(recorded[member], now[member])
      ? []
      : [{ member, recorded: recorded[member], now: now[member] }],
  );
}
