import { ROLES, STRENGTHS } from './agent.ts';
import type { Detection, Evidence, Match, Role, SignalKind, Strength } from './agent.ts';
import { PLACES } from './places.ts';
import type { PlaceName } from './places.ts';
import { UNLISTED } from './tools.ts';

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
const NAMES_SHOWN = 3;
const EVIDENCE_KEPT = 500;
/** Controls, bidirectional and other invisible formatting, lone surrogates, line and paragraph separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** Text for people to see: without characters that could rearrange the page, cut to 200 characters. */
function printable(text: string): string {
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

/**
 * The best sign of each kind, role and name in each commit, so that a thousand equal trailers are one piece of evidence,
 * and none that alone says how strong or in which role is lost.
 */
function bestOfEach(sightings: readonly Sighting[]): Sighting[] {
  const best = new Map<string, Sighting>();
  for (const one of sightings) {
    const key = `${one.commit ?? ''}|${one.kind}|${one.role}|${one.name}`;
    const known = best.get(key);
    if (!known || rank(one) > rank(known)) best.set(key, one);
  }
  return [...best.values()];
}

/** Unlisted agents share an id; each is told by its own name. */
function nameOf(sightings: readonly [Sighting, ...Sighting[]]): string {
  if (sightings[0].agent !== UNLISTED) return sightings[0].name;
  const names = [...new Set(sightings.map((one) => printable(one.name)))];
  return names.length > NAMES_SHOWN ? `${names.slice(0, NAMES_SHOWN).join(', ')} and more` : names.join(', ');
}

/** Role and strength are the most that any evidence says, each by itself: more evidence never makes less of it. */
function detection(sightings: readonly [Sighting, ...Sighting[]]): Detection {
  const kept = bestOfEach(sightings);
  const byStrength = kept.toSorted((a, b) => STRENGTHS.indexOf(b.strength) - STRENGTHS.indexOf(a.strength));
  return {
    agent: sightings[0].agent,
    name: nameOf(sightings),
    role: ROLES[Math.max(...kept.map((one) => ROLES.indexOf(one.role)))] ?? 'assisted',
    strength: byStrength[0]?.strength ?? 'circumstantial',
    evidence: byStrength.slice(0, EVIDENCE_KEPT).map(({ kind, value, strength, commit }): Evidence => ({
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
