import type { CodeOwners } from '../../facts/codeowners.ts';
import { controlFile, controlFilesOf, type ControlFile } from '../../facts/control-files.ts';
import type { FileChange } from '../../facts/facts.ts';
import { changedPaths } from '../../facts/paths.ts';
import { DEFAULT_REVIEW } from '../../policy/defaults.ts';
import type { ReviewEntry } from '../../policy/policy.ts';
import type { JudgedFinding } from '../decision.ts';
import { findingsOf } from './conditions.ts';
import { agentReasons, defaultAsk, everywhere, extentOf, rulesOf } from './extent.ts';
import { asksIn } from '../owed.ts';
import { onlyOwners, perOwners } from './owners.ts';
import type { Extent, ObligationInput, PlannedAsk, PlannedObligation } from './planned.ts';

/** Findings that ask for a review which no entry of the policy speaks of: one obligation a family. */
export function findingObligations(
  input: ObligationInput,
  asking: readonly ReviewEntry[],
): PlannedObligation[] {
  const isOwned = (path: string): boolean => input.codeowners.ownersOf(path).length > 0;
  const guards = new Set(
    input.files.filter((file) => controlFilesOf(file).length > 0).map(({ path }) => path),
  );
  const isOfGuards = ({ family, places }: JudgedFinding): boolean =>
    family === 'guard-changed' && places.every(({ path }) => guards.has(path));
  const spokenFor = new Set(
    asking.flatMap((entry) =>
      findingsOf(entry, input.findings).filter(
        ({ places }) => !onlyOwners(entry) || places.some(({ path }) => isOwned(path)),
      ),
    ),
  );
  const families = new Map<string, JudgedFinding[]>();
  for (const finding of input.findings) {
    // Control files have an obligation of their own, which asks for more.
    if (finding.action !== 'review' || finding.waived || isOfGuards(finding) || spokenFor.has(finding))
      continue;
    families.set(finding.family, [...(families.get(finding.family) ?? []), finding]);
  }
  return [...families].flatMap(([family, findings]) => {
    const placed = findings.filter(({ places }) => places.length > 0);
    const asks = placed.length > 0 ? ownersElseWriters(extentOf(placed, input.files), input.codeowners) : [];
    if (placed.length < findings.length) asks.push(defaultAsk(null, everywhere));
    return asks.map((requires) => ofTheGate({ name: family, because: rulesOf(findings), requires }));
  });
}

/** The owners of each file that has some; someone with write access for the rest. */
function ownersElseWriters(extent: Extent, codeowners: CodeOwners): PlannedAsk[] {
  const asks = perOwners({ approvals: 1, from: { codeowners: true } }, extent, codeowners);
  const owned = new Set(asks.flatMap(({ covers }) => covers ?? []));
  const left = (extent.covers ?? []).filter((path) => !owned.has(path));
  if (left.length === 0) return asks;
  return [...asks, defaultAsk(left, (path) => left.includes(path))];
}

/** What the gate asks for by itself: no entry of the policy says so. */
const ofTheGate = ({
  name,
  because,
  requires,
  recordedIfNobody = false,
}: Pick<PlannedObligation, 'name' | 'because'> & {
  readonly requires: PlannedAsk;
  readonly recordedIfNobody?: boolean;
}): PlannedObligation => ({
  name,
  about: name,
  because,
  covers: requires.covers,
  recordedIfNobody,
  request: 'teams',
  entry: null,
  requires,
});

/** What no entry covers still has the default: one person with write access. */
export function uncovered(
  entries: readonly PlannedObligation[],
  input: ObligationInput,
): PlannedObligation[] {
  if (entries.some((entry) => entry.covers === null)) return [];
  const covered = new Set(entries.flatMap((entry) => entry.covers ?? []));
  const left = input.files.filter((file) => !covered.has(file.path)).map((file) => file.path);
  if (left.length === 0 && input.files.length > 0) return [];
  const covers = left.length === input.files.length ? null : left;
  const asks = entries.flatMap(({ requires }) => asksIn(requires));
  const requires = defaultAsk(covers, (path) => !asks.some((ask) => ask.inScope(path)));
  return [ofTheGate({ name: DEFAULT_REVIEW.name, because: agentReasons(input), requires })];
}

/** The files that govern the gate itself. The first two bind people too: an agent on its operator's token looks like one. */
const BINDS_EVERYONE: readonly ControlFile[] = ['policy', 'codeowners'];

/** Control files need their code owners, else an admin; no policy can switch this off. */
export function controlObligations({ gated, files, codeowners }: ObligationInput): PlannedObligation[] {
  const controls = (path: string): boolean => {
    const kind = controlFile(path);
    return kind !== null && (gated || BINDS_EVERYONE.includes(kind));
  };
  // Who owns the place that a control file is moved to has no say in it.
  const controlPaths = (file: FileChange): string[] =>
    (file.status === 'copied' ? [file.path] : changedPaths(file)).filter(controls);
  const touched = files.filter((file) => controlPaths(file).length > 0);
  const orphans = touched
    .filter((file) => controlPaths(file).some((path) => codeowners.ownersOf(path).length === 0))
    .map((file) => file.path);
  const byOwners = perOwners(
    { approvals: 1, from: { codeowners: true } },
    { files: touched, inScope: controls },
    codeowners,
    controlPaths,
  );
  const byAdmins: PlannedAsk[] =
    orphans.length === 0
      ? []
      : [
          {
            approvals: 1,
            from: { permission: 'admin' },
            owners: [],
            covers: orphans,
            inScope: (path) => orphans.includes(path),
          },
        ];
  return [...byOwners, ...byAdmins].map((requires) =>
    ofTheGate({
      name: 'control files',
      because: (requires.covers ?? []).map((value) => ({ kind: 'control file', value })),
      recordedIfNobody: !gated,
      requires,
    }),
  );
}
