import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import type { Finding, Place, Rule, Severity } from '../rule.ts';
import { refusesDeletion } from './_guards.ts';
import { grouped, listed, uniquePlaces } from './_findings.ts';
import { type Declared, inventory, inventoryNeed } from './_inventory.ts';
import { CLEAN, FLAGGED } from './_protection-examples.ts';

const options = z.strictObject({});

interface Weakened {
  readonly kind: 'lost' | 'loses' | 'safeguard';
  readonly severity: Severity;
  /** The setting's name; of a safeguard, its type. */
  readonly name: string;
  readonly what: string;
  readonly place: Place;
}

const describe = ({ type, name }: Declared): string => `${type} ${name.replace(/^\//, '')}`.trim();

/** Settings that protected at base and no longer do, and settings that give data up and did not. */
function compared([base, head]: readonly [Declared, Declared]): Weakened[] {
  const found: Weakened[] = [];
  for (const [name, before] of base.guards) {
    const now = head.guards.get(name);
    if (before.state !== 'protects' || (now && now.state !== 'off')) continue;
    const place: Place = now
      ? { path: head.path, line: now.line, side: 'head' }
      : { path: base.path, line: before.line, side: 'base' };
    found.push({ kind: 'lost', severity: 'high', name, what: `${before.shown} of ${describe(head)}`, place });
  }
  for (const [name, now] of head.guards) {
    if (now.state !== 'loses' || base.guards.get(name)?.state === 'loses') continue;
    found.push({
      kind: 'loses',
      severity: 'high',
      name,
      what: `${now.shown} of ${describe(head)}`,
      place: { path: head.path, line: now.line, side: 'head' },
    });
  }
  return found;
}

/** What it protected is removed, too, and said to be. */
const goesWith = (safeguard: Declared, removed: readonly Declared[]): boolean =>
  removed.some(({ role, type, name }) => role === 'state' && safeguard.body().includes(`${type} . ${name} `));

function weakened(files: readonly FileChange[]): Weakened[] {
  const { pairs, removed, added } = inventory(files);
  const fresh = added
    .filter(({ type }) => type !== 'variable')
    .flatMap((resource) =>
      [...resource.guards]
        .filter(
          ([name, { state }]) =>
            state === 'loses' || (state === 'off' && resource.role === 'state' && refusesDeletion(name)),
        )
        .map(([name, { state, shown, line }]): Weakened => ({
          kind: state === 'off' ? 'lost' : 'loses',
          severity: 'medium',
          name,
          what: `${shown} of ${describe(resource)}`,
          place: { path: resource.path, line, side: 'head' },
        })),
    );
  const without = removed
    .filter((resource) => resource.role === 'safeguard' && !resource.disabled && !goesWith(resource, removed))
    .map((resource): Weakened => ({
      kind: 'safeguard',
      severity: 'high',
      name: resource.type,
      what: describe(resource),
      place: { path: resource.path, line: resource.line, side: 'base' },
    }));
  // What was written inside a bucket has become a resource of its own.
  const versioned = added.some(
    ({ guards }) => guards.get('versioningconfiguration.status')?.state === 'protects',
  );
  const lost = pairs.flatMap(compared).filter(({ name }) => !(versioned && name === 'versioning.enabled'));
  return [...lost, ...fresh, ...without];
}

const WORDS: Record<Weakened['kind'], readonly [what: string, instead: string]> = {
  lost: [
    'Nothing would keep data from being deleted:',
    'Leave the protection on; take it off by hand in the hour in which something is to be deleted.',
  ],
  loses: [
    'Deleting this would delete its data and keep no copy:',
    'Leave the setting out, so that a last copy is kept.',
  ],
  safeguard: [
    'Takes away what protects or copies data:',
    'Keep it, or put what replaces it into the same change.',
  ],
};

function findings(files: readonly FileChange[]): Finding[] {
  return grouped(weakened(files), ({ kind, severity }) => `${kind} ${severity}`).map((group) => {
    const [{ kind, severity }] = group;
    const [what, instead] = WORDS[kind];
    const list = listed(
      group.map((found) => found.what),
      '; ',
    );
    return {
      rule: 'deletion-protection',
      family: 'infrastructure-deleted',
      severity,
      message: `${what} ${list}. ${instead}`,
      places: uniquePlaces(group.map(({ place }) => place)),
    };
  });
}

/** What keeps data from being deleted by mistake is taken away. */
export const deletionProtection: Rule<z.infer<typeof options>> = {
  id: 'deletion-protection',
  family: 'infrastructure-deleted',
  summary:
    'prevent_destroy, deletion protection, Retain policies, backups or versioning taken away; skip_final_snapshot, force_destroy and the like set.',
  why: 'These settings are the last thing between a wrong plan and the data: with them a deletion fails, without them it succeeds. An agent meets the refusal as an error to get past, and removing the setting is the shortest way.',
  remediation:
    'Leave the protection on. Whoever has to delete something takes it off by hand, for that one resource, after a copy was made.',
  severity: 'high',
  action: 'review',
  options,
  needs: inventoryNeed,
  inspect(facts) {
    return findings(facts.files);
  },
  flagged: FLAGGED,
  clean: CLEAN,
};
