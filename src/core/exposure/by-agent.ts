import { binds } from '../decision/gated.ts';
import type { ExposureEntry } from './exposures.ts';
import { mergeEntry } from './bodies.ts';

/**
 * Whether the record says of a pull request that an agent had a hand in it: its last decision, or its merge. One that only
 * a branch name speaks of had none.
 */
export function byAgent(entries: readonly Pick<ExposureEntry, 'kind' | 'body'>[]): boolean {
  const decided = entries.findLast(({ kind }) => kind === 'decision')?.body['agents'];
  const merged = entries.findLast(({ kind }) => kind === 'merge');
  const agents = (Array.isArray(decided) ? decided : []) as readonly Parameters<typeof binds>[0][];
  return agents.some(binds) || (merged !== undefined && mergeEntry(merged.body).agents.length > 0);
}
