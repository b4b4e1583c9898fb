import { createHash } from 'node:crypto';
import type { JudgedFinding } from '../../decision/decision.ts';
import { POLICY_PATH } from '../../facts/control-files.ts';
import { SEVERITIES, type Place } from '../../rules/rule.ts';
import { plain } from '../markdown.ts';
import { LEVEL, type SarifLevel } from './rules.ts';

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number; readonly startColumn: 1; readonly endLine: number };
  };
  readonly message?: { readonly text: string };
}

/** SARIF's `result`: one finding. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: SarifLevel;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly kind: 'external'; readonly justification: string }[];
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * What code scanning takes: ten locations of a result, a hundred locations in all, and it keeps 5,000 results (it
 * refuses a file with more than 25,000).
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 * @see https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
export const MAX_RESULTS = 5000;
const MAX_LOCATIONS = 10;
const MAX_RELATED = 90;
const MAX_MESSAGE = 2000;

/** The findings, the most severe first, as many as are kept. */
export function sarifResults(
  findings: readonly JudgedFinding[],
  ruleIndex: (id: string) => number,
): SarifResult[] {
  const seen = new Map<string, number>();
  return findings
    .toSorted((a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity))
    .slice(0, MAX_RESULTS)
    .map((finding) => {
      const about = identity(finding);
      const nth = seen.get(about) ?? 0;
      seen.set(about, nth + 1);
      return result(finding, ruleIndex(finding.rule), `${about}:${nth + 1}`);
    });
}

function result(finding: JudgedFinding, index: number, fingerprint: string): SarifResult {
  const places = locations(finding.places);
  const related = places.slice(MAX_LOCATIONS, MAX_LOCATIONS + MAX_RELATED);
  return {
    ruleId: finding.rule,
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: finding.waived ? 'note' : LEVEL[finding.action],
    message: { text: plain(finding.message, MAX_MESSAGE) },
    locations: places.slice(0, MAX_LOCATIONS),
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    partialFingerprints: {
      // Not `primaryLocationLineHash`: the upload action makes that one from the file and warns of any other.
      'agentguardFinding/v1': fingerprint,
      ...(finding.key === null ? {} : { 'agentguardKey/v1': finding.key }),
    },
    ...(finding.waived
      ? { suppressions: [{ kind: 'external', justification: plain(finding.waived.reason, MAX_MESSAGE) }] }
      : {}),
    properties: { family: finding.family, severity: finding.severity, action: finding.action },
  };
}

/** Names a finding without its lines, so that it stays the same while other lines of its file move it about. */
const identity = ({ rule, message, places }: JudgedFinding): string =>
  createHash('sha256')
    .update(JSON.stringify([rule, message, [...new Set(places.map(({ path }) => path))]]))
    .digest('hex')
    .slice(0, 32);

/** Lines that follow each other are one range. What is about the change as a whole is told at the policy. */
function locations(places: readonly Place[]): SarifLocation[] {
  if (places.length === 0) return [location(POLICY_PATH, 1, 1, 'This is about the change as a whole.')];
  const ranges: { path: string; side: Place['side']; from: number | null; to: number | null }[] = [];
  for (const { path, line, side } of places) {
    const last = ranges.at(-1);
    const follows = last?.path === path && last.side === side && last.to !== null && line === last.to + 1;
    if (last && follows) last.to = line;
    else ranges.push({ path, side, from: line, to: line });
  }
  return ranges.map(({ path, side, from, to }) => {
    if (from === null || to === null) return location(path, 1, 1, 'This is about the file as a whole.');
    // The lines are gone, and what stands at their numbers now is something else.
    if (side === 'base') return location(path, 1, 1, `It was on ${linesText(from, to)} before this change.`);
    return location(path, from, to);
  });
}

const linesText = (from: number, to: number): string =>
  from === to ? `line ${from}` : `lines ${from} to ${to}`;

const location = (path: string, startLine: number, endLine: number, text?: string): SarifLocation => ({
  physicalLocation: {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: { startLine, startColumn: 1, endLine },
  },
  ...(text === undefined ? {} : { message: { text } }),
});
