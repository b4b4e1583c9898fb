import type { CodeOwners } from '../facts/codeowners.ts';
import { controlFile, controlFilesOf, type ControlFile } from '../facts/control-files.ts';
import type { FileChange } from '../facts/facts.ts';
import { changedPaths, pathMatcher } from '../facts/paths.ts';
import { DEFAULT_REVIEW } from '../policy/defaults.ts';
import type { From, ReviewEntry } from '../policy/policy.ts';
import { SEVERITIES, type Severity } from '../rules/rule.ts';
import type { Because, JudgedFinding, Obligation } from './decision.ts';

/** An obligation, and which paths it would be about in any other state of the same pull request. */
export interface PlannedObligation extends Obligation {
  readonly inScope: (path: string) => boolean;
}

export interface ObligationInput {
  readonly gated: boolean;
  readonly files: readonly FileChange[];
  readonly findings: readonly JudgedFinding[];
  readonly reviews: readonly ReviewEntry[];
  /** Names of the agents, for the reason shown. */
  readonly agents: readonly string[];
  readonly codeowners: CodeOwners;
}

const everywhere = (): boolean => true;

/** Which reviews this change owes, from the policy's entries, the control files and the findings. */
export function planObligations(input: ObligationInput): PlannedObligation[] {
  const control = controlObligations(input);
  if (!input.gated) return control;
  const onFindings = input.reviews.filter(speaksOfFindings).flatMap((entry) => fromEntry(entry, input));
  const onFiles = input.reviews
    .filter((entry) => !speaksOfFindings(entry))
    .flatMap((entry) => fromEntry(entry, input));
  return [...onFiles, ...uncovered(onFiles, input), ...onFindings, ...findingObligations(input), ...control];
}

const speaksOfFindings = ({ severity, rules }: ReviewEntry): boolean =>
  severity !== undefined || rules !== undefined;

function fromEntry(entry: ReviewEntry, input: ObligationInput): PlannedObligation[] {
  const matches = entry.paths ? pathMatcher(entry.paths) : everywhere;
  const files = input.files.filter((file) => changedPaths(file).some(matches));
  if (entry.paths && files.length === 0) return [];
  const shared = {
    name: entry.name,
    about: aboutOf(entry),
    from: entry.from,
    owners: [],
    approvals: entry.approvals,
    recordedIfNobody: false,
  };
  if (speaksOfFindings(entry)) {
    const findings = findingsOf(entry, input.findings);
    if (findings.length === 0) return [];
    const about = { ...shared, because: rulesOf(findings), ...extentOf(findings) };
    if (!entry.from.codeowners) return [about];
    const touched = input.files.filter((file) => about.inScope(file.path));
    return perOwners(about, touched, input.codeowners);
  }
  if (entry.from.codeowners) {
    return perOwners({ ...shared, because: [], inScope: matches }, files, input.codeowners);
  }
  return [
    {
      ...shared,
      because: entry.paths ? pathsOf(files) : agentReasons(input),
      covers: entry.paths ? files.map((file) => file.path) : null,
      inScope: matches,
    },
  ];
}

function aboutOf({ name, paths }: ReviewEntry): string {
  const [first, ...others] = (paths ?? []).filter((glob) => !glob.startsWith('!'));
  if (first === undefined) return name;
  return others.length === 0 ? first : `${first}, …`;
}

const pathsOf = (files: readonly FileChange[]): Because[] =>
  files.map((file) => ({ kind: 'path', value: file.path }));

const rulesOf = (findings: readonly JudgedFinding[]): Because[] =>
  [...new Set(findings.map((finding) => finding.rule))].map((value) => ({ kind: 'rule', value }));

/** The files findings are about; the whole pull request if one of them names no place. */
function extentOf(findings: readonly JudgedFinding[]): Pick<PlannedObligation, 'covers' | 'inScope'> {
  if (findings.some((finding) => finding.places.length === 0)) return { covers: null, inScope: everywhere };
  const paths = [...new Set(findings.flatMap((finding) => finding.places.map((place) => place.path)))];
  return { covers: paths, inScope: (path) => paths.includes(path) };
}

const agentReasons = (input: ObligationInput): Because[] =>
  input.agents.length > 0
    ? input.agents.map((value): Because => ({ kind: 'agent', value }))
    : [{ kind: 'everyone', value: 'the policy applies to everyone' }];

/** The findings that an entry speaks of: all of its conditions hold for them. */
function findingsOf(entry: ReviewEntry, findings: readonly JudgedFinding[]): JudgedFinding[] {
  const { severity, rules, paths } = entry;
  const matches = paths ? pathMatcher(paths) : everywhere;
  return findings.filter(
    (finding) =>
      (severity === undefined || atLeast(finding.severity, severity)) &&
      (rules === undefined || rules.includes(finding.rule) || rules.includes(finding.family)) &&
      (paths === undefined || finding.places.some((place) => matches(place.path))),
  );
}

const atLeast = (severity: Severity, wanted: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(wanted);

type Draft = Omit<PlannedObligation, 'covers'>;

/** True for an entry that asks nobody where a file has no owners. */
const onlyOwners = ({ users, teams, permission }: From): boolean => !users && !teams && !permission;

/**
 * One obligation for each distinct set of owners: every owned file's owners must be met, and one person may
 * meet several. People named beside the code owners keep their say for each of them, and alone where there are none.
 */
function perOwners(
  draft: Draft,
  files: readonly FileChange[],
  codeowners: CodeOwners,
  names: (file: FileChange) => readonly string[] = changedPaths,
): PlannedObligation[] {
  const groups = new Map<string, { owners: readonly string[]; paths: string[] }>();
  for (const file of files) {
    for (const path of names(file)) {
      const owners = codeowners.ownersOf(path);
      if (owners.length === 0 && onlyOwners(draft.from)) continue;
      const key = ownersKey(owners);
      const group = groups.get(key) ?? { owners, paths: [] };
      if (!group.paths.includes(file.path)) group.paths.push(file.path);
      groups.set(key, group);
    }
  }
  return [...groups].map(([key, { owners, paths }]) => ({
    ...draft,
    owners,
    because: draft.because.length > 0 ? draft.because : paths.map((value) => ({ kind: 'path', value })),
    covers: paths,
    inScope: (path) => draft.inScope(path) && ownersKey(codeowners.ownersOf(path)) === key,
  }));
}

const ownersKey = (owners: readonly string[]): string => owners.map((owner) => owner.toLowerCase()).join(' ');

/** Findings that ask for a review which no entry of the policy speaks of: one obligation a family. */
function findingObligations(input: ObligationInput): PlannedObligation[] {
  const isOwned = (path: string): boolean => input.codeowners.ownersOf(path).length > 0;
  const guards = new Set(
    input.files.filter((file) => controlFilesOf(file).length > 0).map(({ path }) => path),
  );
  const isOfGuards = ({ family, places }: JudgedFinding): boolean =>
    family === 'guard-changed' && places.every(({ path }) => guards.has(path));
  const spokenFor = new Set(
    input.reviews
      .filter(speaksOfFindings)
      .flatMap((entry) =>
        findingsOf(entry, input.findings).filter(
          ({ places }) => !onlyOwners(entry.from) || places.some(({ path }) => isOwned(path)),
        ),
      ),
  );
  const families = new Map<string, JudgedFinding[]>();
  for (const finding of input.findings) {
    // Control files have an obligation of their own, which asks for more.
    if (finding.action !== 'review' || isOfGuards(finding) || spokenFor.has(finding)) continue;
    families.set(finding.family, [...(families.get(finding.family) ?? []), finding]);
  }
  return [...families].flatMap(([family, findings]) => {
    const about = {
      name: family,
      about: family,
      owners: [],
      approvals: 1,
      because: rulesOf(findings),
      recordedIfNobody: false,
      ...extentOf(findings),
    };
    const owned = about.covers?.every(isOwned) ?? false;
    if (!owned) return [{ ...about, from: { permission: 'write' as const } }];
    const touched = input.files.filter((file) => about.inScope(file.path));
    return perOwners({ ...about, from: { codeowners: true } }, touched, input.codeowners);
  });
}

/** What no entry covers still has the default: one person with write access. */
function uncovered(entries: readonly PlannedObligation[], input: ObligationInput): PlannedObligation[] {
  if (entries.some((entry) => entry.covers === null)) return [];
  const covered = new Set(entries.flatMap((entry) => entry.covers ?? []));
  const left = input.files.filter((file) => !covered.has(file.path)).map((file) => file.path);
  if (left.length === 0 && input.files.length > 0) return [];
  return [
    {
      name: DEFAULT_REVIEW.name,
      about: DEFAULT_REVIEW.name,
      from: DEFAULT_REVIEW.from,
      owners: [],
      approvals: DEFAULT_REVIEW.approvals,
      because: agentReasons(input),
      covers: left.length === input.files.length ? null : left,
      recordedIfNobody: false,
      inScope: (path) => !entries.some((entry) => entry.inScope(path)),
    },
  ];
}

/** The files that govern the gate itself. The first two bind people too: an agent on its operator's token looks like one. */
const BINDS_EVERYONE: readonly ControlFile[] = ['policy', 'codeowners'];

/** Control files need their code owners, else an admin; no policy can switch this off. */
function controlObligations({ gated, files, codeowners }: ObligationInput): PlannedObligation[] {
  const controls = (path: string): boolean => {
    const kind = controlFile(path);
    return kind !== null && (gated || BINDS_EVERYONE.includes(kind));
  };
  // Who owns the place that a control file is moved to has no say in it.
  const controlPaths = (file: FileChange): string[] =>
    (file.status === 'copied' ? [file.path] : changedPaths(file)).filter(controls);
  const touched = files.filter((file) => controlPaths(file).length > 0);
  const orphans = touched.filter((file) =>
    controlPaths(file).some((path) => codeowners.ownersOf(path).length === 0),
  );
  const draft = {
    name: 'control files',
    about: 'control files',
    owners: [],
    approvals: 1,
    recordedIfNobody: !gated,
    inScope: controls,
  };
  const named = (paths: readonly string[]): Because[] =>
    paths.map((value) => ({ kind: 'control file', value }));
  const owners: Draft = { ...draft, because: [], from: { codeowners: true } };
  const byOwners = perOwners(owners, touched, codeowners, controlPaths).map((obligation) => ({
    ...obligation,
    because: named(obligation.covers ?? []),
  }));
  if (orphans.length === 0) return byOwners;
  const paths = orphans.map((file) => file.path);
  return [
    ...byOwners,
    {
      ...draft,
      because: named(paths),
      from: { permission: 'admin' },
      covers: paths,
      inScope: (path) => paths.includes(path),
    },
  ];
}
