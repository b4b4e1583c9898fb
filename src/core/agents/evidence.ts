import { ROLES, STRENGTHS } from './agent.ts';
import type { Detection, Evidence, Role, SignalKind, Strength } from './agent.ts';
import type { Match } from './match.ts';
import { PLACES } from './places.ts';
import type { PlaceName } from './places.ts';

/** One sign of one agent at one place. */
export interface Sighting {
  /** The agent's id and name. */
  readonly agent: string;
  readonly name: string;
  readonly kind: SignalKind;
  readonly value: string;
  readonly commit: string | null;
  readonly role: Role;
  readonly strength: Strength;
}

const VALUE_LIMIT = 200;
/** Controls, bidirectional and other invisible formatting, lone surrogates, line and paragraph separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Text for people to see: without characters that could rearrange the page, cut to 200 characters. */
export function printable(text: string): string {
  const clean = text.slice(0, VALUE_LIMIT * 8).replace(UNSEEN, '');
  return Array.from(clean).slice(0, VALUE_LIMIT).join('').trim();
}

const rank = (seen: { role: Role; strength: Strength }): number =>
  STRENGTHS.indexOf(seen.strength) * ROLES.length + ROLES.indexOf(seen.role);

/** A sighting at this place, worth what the place allows and no more than the row's own role. */
export function sighting(
  place: PlaceName,
  match: Match,
  seen: { readonly kind: SignalKind; readonly value: string; readonly commit: string | null },
): Sighting {
  const { strength, role: most, acted } = PLACES[place];
  const less = ROLES.indexOf(match.role) < ROLES.indexOf(most) ? match.role : most;
  const misfit = match.fits ? '' : ' (the number is not of this login)';
  return {
    agent: match.agent,
    name: match.name,
    kind: seen.kind,
    value: printable(`${seen.value}${misfit}`),
    commit: seen.commit,
    role: acted ? most : less,
    strength: strength === 'attested' && !match.fits ? 'declared' : strength,
  };
}

/** The best sign of each kind in each commit, so that a thousand equal trailers are one piece of evidence. */
function bestOfEach(sightings: readonly Sighting[]): Sighting[] {
  const best = new Map<string, Sighting>();
  for (const one of sightings) {
    const key = `${one.commit ?? ''}|${one.kind}`;
    const known = best.get(key);
    if (!known || rank(one) > rank(known)) best.set(key, one);
  }
  return [...best.values()];
}

function detection(sightings: readonly [Sighting, ...Sighting[]]): Detection {
  const kept = bestOfEach(sightings);
  // A branch name must not make an author of what declared that it only helped.
  const solid = kept.filter((one) => one.strength !== 'circumstantial');
  const telling = solid.length > 0 ? solid : kept;
  const byStrength = kept.toSorted((a, b) => STRENGTHS.indexOf(b.strength) - STRENGTHS.indexOf(a.strength));
  return {
    agent: sightings[0].agent,
    name: sightings[0].name,
    role: ROLES[Math.max(...telling.map((one) => ROLES.indexOf(one.role)))] ?? 'assisted',
    strength: byStrength[0]?.strength ?? 'circumstantial',
    evidence: byStrength.map(({ kind, value, strength, commit }): Evidence => ({
      kind,
      value,
      strength,
      commit,
    })),
    commits: [...new Set(kept.flatMap((one) => one.commit ?? []))],
  };
}

/** What the sightings together say about each agent: strongest first, then by role, commits and id. */
export function detections(sightings: readonly Sighting[]): Detection[] {
  const groups = new Map<string, [Sighting, ...Sighting[]]>();
  for (const one of sightings) {
    const group = groups.get(one.agent);
    if (group) group.push(one);
    else groups.set(one.agent, [one]);
  }
  return [...groups.values()]
    .map(detection)
    .toSorted(
      (a, b) => rank(b) - rank(a) || b.commits.length - a.commits.length || (a.agent < b.agent ? -1 : 1),
    );
}
