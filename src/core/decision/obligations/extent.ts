import type { FileChange } from '../../facts/facts.ts';
import { changedPaths } from '../../facts/paths.ts';
import { DEFAULT_REVIEW } from '../../policy/defaults.ts';
import type { Ask, Requirement } from '../../policy/policy.ts';
import type { Because, JudgedFinding } from '../decision.ts';
import type { Extent, ObligationInput, PlannedAsk } from './planned.ts';

export const isAsk = (requirement: Requirement): requirement is Ask => 'from' in requirement;

export const askOf = ({ approvals, from, except }: Ask): Ask => ({
  approvals,
  from,
  ...(except ? { except } : {}),
});

export const everywhere = (): boolean => true;

export const rulesOf = (findings: readonly JudgedFinding[]): Because[] =>
  [...new Set(findings.map((finding) => finding.rule))].map((value) => ({ kind: 'rule', value }));

/** The files findings are about, by either name of a file; the whole pull request if one of them names no place. */
export function extentOf(findings: readonly JudgedFinding[], files: readonly FileChange[]): Extent {
  if (findings.some((finding) => finding.places.length === 0)) {
    return { files, covers: null, inScope: everywhere };
  }
  const paths = new Set(findings.flatMap((finding) => finding.places.map((place) => place.path)));
  const about = files.filter((file) => changedPaths(file).some((path) => paths.has(path)));
  const named = new Set(about.flatMap(changedPaths));
  // A place that is in none of the files is answered for as well.
  const covers = [...about.map((file) => file.path), ...[...paths].filter((path) => !named.has(path))];
  return { files: about, covers, inScope: (path) => paths.has(path) || covers.includes(path) };
}

export const agentReasons = (input: ObligationInput): Because[] =>
  input.agents.length > 0
    ? input.agents.map((value): Because => ({ kind: 'agent', value }))
    : [{ kind: 'everyone', value: 'the policy applies to everyone' }];

export const defaultAsk = (
  covers: readonly string[] | null,
  inScope: (path: string) => boolean,
): PlannedAsk => ({
  ...askOf(DEFAULT_REVIEW),
  owners: [],
  covers,
  inScope,
});
