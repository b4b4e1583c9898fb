import type { Decision } from '../core/decision/decision.ts';
import type { Place } from '../core/rules/rule.ts';

/** Places of a finding: each path once, and three numbers a place. One finding can have a hundred thousand. */
export interface PackedPlaces {
  readonly paths: readonly string[];
  readonly numbers: Int32Array;
}

type Finding = Decision['findings'][number];

/** A decision as it crosses between threads. */
export interface PackedDecision extends Omit<Decision, 'findings'> {
  readonly findings: readonly (Omit<Finding, 'places'> & { readonly places: PackedPlaces })[];
}

export const pack = (decision: Decision): PackedDecision => ({
  ...decision,
  findings: decision.findings.map((finding) => ({ ...finding, places: packPlaces(finding.places) })),
});

export const unpack = (decision: PackedDecision): Decision => ({
  ...decision,
  findings: decision.findings.map((finding) => ({ ...finding, places: unpackPlaces(finding.places) })),
});

/** Lines are counted from 1. */
const NO_LINE = 0;

function packPlaces(places: readonly Place[]): PackedPlaces {
  const known = new Map<string, number>();
  const numbers = new Int32Array(places.length * 3);
  for (const [index, { path, line, side }] of places.entries()) {
    const at = known.get(path) ?? known.size;
    known.set(path, at);
    numbers.set([at, line ?? NO_LINE, side === 'head' ? 1 : 0], index * 3);
  }
  return { paths: [...known.keys()], numbers };
}

function unpackPlaces({ paths, numbers }: PackedPlaces): Place[] {
  const places: Place[] = [];
  for (let at = 0; at < numbers.length; at += 3) {
    const line = numbers[at + 1] ?? NO_LINE;
    places.push({
      path: paths[numbers[at] ?? -1] ?? '',
      line: line === NO_LINE ? null : line,
      side: numbers[at + 2] === 1 ? 'head' : 'base',
    });
  }
  return places;
}
