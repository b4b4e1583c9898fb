import { createHash } from 'node:crypto';
import type { Attribution } from '../agents/agent.ts';
import type { FileDigests } from '../facts/digests.ts';
import type { PullRequestFacts } from '../facts/facts.ts';
import type { Finding } from '../rules/rule.ts';
import { binds } from './gated.ts';

const digestOf = (what: unknown): string => createHash('sha256').update(JSON.stringify(what)).digest('hex');

/**
 * Names a finding together with the change it is about; null: that change is not known well enough to be told from
 * another one.
 */
export function findingKey(finding: Finding, digests: FileDigests): string | null {
  const { rule, severity, message, places } = finding;
  const paths = places.length > 0 ? places.map(({ path }) => path) : Object.keys(digests);
  const about = [...new Set(paths)].toSorted().map((path) => [path, digests[path] ?? null] as const);
  if (about.length === 0 || about.some(([, digest]) => digest === null)) return null;
  return digestOf([rule, severity, message, places.map(({ path, line, side }) => [path, line, side]), about]);
}

/** A finding whose key was made before: what it was made of may not be there any more. */
export type KeyedFinding = Finding & { readonly key?: string | null };

export const keyOf = (finding: KeyedFinding, digests: FileDigests): string | null =>
  finding.key === undefined ? findingKey(finding, digests) : finding.key;

/** Names the whole change towards its base, whatever its commits: an update from that base leaves it as it is. */
export function patchKey(
  { headSha, baseRef }: Pick<PullRequestFacts, 'headSha' | 'baseRef'>,
  digests: FileDigests,
): string {
  const files = Object.entries(digests).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const isKnown = files.length > 0 && files.every(([, digest]) => digest !== null);
  return digestOf(isKnown ? ['patch', baseRef, files] : ['head', baseRef, headSha]);
}

/** Names the marks that make a change an agent's; null: there are none. New marks are another thing to accept. */
export function evidenceKey({ agents, unattributed }: Attribution): string | null {
  const marks = agents
    .filter(binds)
    .map(({ agent, role, strength, evidence, commits }) =>
      JSON.stringify([agent, role, strength, evidence, commits]),
    );
  const all = [...marks, ...unattributed].toSorted();
  return all.length === 0 ? null : digestOf(all);
}
