/*
 * What entries of the record tell, read defensively: of an entry of another version only what is there is taken for
 * known, and nothing throws.
 */
import type { MergeTold } from './passage.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Why something was raised. */
export const ALERTS = ['merged past the gate', 'pushed past the gate', 'override not followed up'] as const;
export type AlertKind = (typeof ALERTS)[number];

/** How an exposure ended. */
export const ENDINGS = ['reverted', 'reviewed', 'closed'] as const;
export type Ending = (typeof ENDINGS)[number];

export interface MergeEntry extends MergeTold {
  /** When it was merged, as GitHub tells it, else null. */
  readonly at: string | null;
  readonly mergedBy: string | null;
}

export interface PushEntry {
  readonly at: string | null;
  /** null: it is not known who pushed. */
  readonly pushedBy: string | null;
  readonly agents: readonly string[];
  /** Whether the gate only watched. */
  readonly observed: boolean;
}

export interface AlertEntry {
  readonly what: AlertKind;
  /** null: it could not be raised, or is not to be. */
  readonly issue: { readonly repository: string; readonly number: number } | null;
  /** Why there is no issue, as a sentence. */
  readonly problem: string | null;
  readonly since: string | null;
  /** The entry it is about. */
  readonly entry: number | null;
  readonly agents: readonly string[];
  readonly who: string | null;
}

export interface AnsweredEntry {
  readonly how: Ending;
  readonly by: string | null;
  readonly at: string | null;
  /** The entry whose exposure ended; null: all of its subject. */
  readonly entry: number | null;
}

export function mergeEntry(body: Body): MergeEntry {
  const decision = object(body['decision']);
  return {
    at: time(body['mergedAt']),
    mergedBy: text(body['mergedBy']),
    agents: texts(body['agents']),
    protected: body['protected'] === true,
    observed: body['observed'] === true,
    outcome: text(decision?.['outcome']),
    overridden: object(body['override']) !== null,
  };
}

export function pushEntry(body: Body): PushEntry {
  const commits = Array.isArray(body['commits']) ? body['commits'].map(object) : [];
  return {
    at: time(body['at']),
    pushedBy: text(body['pushedBy']),
    agents: [...new Set(commits.flatMap((commit) => texts(commit?.['agents'])))].toSorted(),
    observed: body['observed'] === true,
  };
}

/** null: it tells nothing that this version knows. */
export function alertEntry(body: Body): AlertEntry | null {
  const what = ALERTS.find((each) => each === body['what']);
  if (what === undefined) return null;
  const issue = object(body['issue']);
  const repository = text(issue?.['repository']);
  const number = issue?.['number'];
  return {
    what,
    issue: repository !== null && typeof number === 'number' ? { repository, number } : null,
    problem: text(body['problem']),
    since: time(body['since']),
    entry: sequence(body['entry']),
    agents: texts(body['agents']),
    who: text(body['who']),
  };
}

/** null: it tells nothing that this version knows. */
export function answeredEntry(body: Body): AnsweredEntry | null {
  const how = ENDINGS.find((each) => each === body['how']);
  if (how === undefined) return null;
  return { how, by: text(body['by']), at: time(body['at']), entry: sequence(body['entry']) };
}

export const object = (value: unknown): Body | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : null;

export const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((each) => text(each) ?? []) : [];

const time = (value: unknown): string | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null;

const sequence = (value: unknown): number | null => (typeof value === 'number' ? value : null);
