import { STRENGTHS, type Detection } from '../../agents/agent.ts';
import { sizeOf } from '../../facts/change-size.ts';
import type { FileChange, PeopleFacts, PullRequestFacts } from '../../facts/facts.ts';
import { changedPaths, pathMatcher } from '../../facts/paths.ts';
import { wildcardMatcher } from '../../facts/wildcard.ts';
import type { Conditions, People, Range } from '../../policy/policy.ts';
import { misfits } from '../../policy/repository-condition.ts';
import { SEVERITIES, type Severity } from '../../rules/rule.ts';
import type { ConditionState, JudgedFinding, ProvenanceEntry } from '../decision.ts';
import { hasUnreadTeam, isAmong, peopleText } from '../entitled.ts';

/** What conditions are held against. */
export interface Circumstances {
  readonly facts: Pick<
    PullRequestFacts,
    | 'repository'
    | 'title'
    | 'labels'
    | 'author'
    | 'baseRef'
    | 'binding'
    | 'headRef'
    | 'headRepository'
    | 'commits'
    | 'files'
  >;
  readonly findings: readonly JudgedFinding[];
  readonly agents: readonly Detection[];
  /** Everyone who had a hand in the change. */
  readonly contributors: readonly ProvenanceEntry[];
  /** Where conditions name teams, permissions or members: who these are. */
  readonly people: PeopleFacts;
}

const MOST_FOUND = 10;

const everywhere = (): boolean => true;

/** The files that an entry's paths are about, by either name of a file; all where it names none. */
export function filesOf({ paths }: Conditions, files: readonly FileChange[]): FileChange[] {
  const matches = paths ? pathMatcher(paths) : everywhere;
  return files.filter((file) => changedPaths(file).some(matches));
}

/** True for an entry that is about findings rather than about the change as such. */
export const speaksOfFindings = ({ severity, rules }: Conditions): boolean =>
  severity !== undefined || rules !== undefined;

/** The findings that an entry speaks of: all that it says of findings holds for them. */
export function findingsOf(
  { severity, rules, paths }: Conditions,
  findings: readonly JudgedFinding[],
): JudgedFinding[] {
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

/** Each condition that an entry gives, in the order of the reference, and whether it holds. What is not known holds. */
export function conditionStates(entry: Conditions, at: Circumstances): ConditionState[] {
  return CONDITIONS.flatMap((condition) => {
    const state = condition(entry, at);
    return state === null ? [] : [{ ...state, found: state.found.slice(0, MOST_FOUND) }];
  });
}

type Condition = (entry: Conditions, at: Circumstances) => ConditionState | null;

const CONDITIONS: readonly Condition[] = [
  (entry, { facts, findings }) => {
    if (!entry.paths) return null;
    // Where findings are asked for, too, it is these that have to lie in the paths.
    const found = speaksOfFindings(entry)
      ? findingsOf(entry, findings)
          .flatMap(({ places }) => places.map(({ path }) => path))
          .filter(pathMatcher(entry.paths))
      : filesOf(entry, facts.files).map(({ path }) => path);
    const otherwise = speaksOfFindings(entry)
      ? 'no such finding there'
      : `none of ${facts.files.length} files`;
    return listed('paths', entry.paths, [...new Set(found)], otherwise);
  },
  (entry, { findings }) => {
    if (!entry.severity) return null;
    // Of the rules that are named beside it, if any.
    const { paths: _paths, ...ofFindings } = entry;
    const found = findingsOf(ofFindings, findings);
    const texts = found.map(({ rule, severity }) => `${rule} (${severity})`);
    return listed('severity', [`at least ${entry.severity}`], texts, 'no such finding');
  },
  (entry, { findings }) => {
    if (!entry.rules) return null;
    const found = findingsOf({ rules: entry.rules }, findings).map(({ rule }) => rule);
    return listed('rules', entry.rules, [...new Set(found)], 'no such finding');
  },
  (entry, { agents }) => {
    if (!entry.agents && !entry.strength) return null;
    const least = entry.strength ?? 'declared';
    const found = agents.filter(
      ({ agent, strength }) =>
        (!entry.agents || entry.agents.includes(agent)) &&
        STRENGTHS.indexOf(strength) >= STRENGTHS.indexOf(least),
    );
    const wants = [...(entry.agents ?? []), ...(entry.strength ? [`at least ${entry.strength}`] : [])];
    const texts = (some: readonly Detection[]): string[] =>
      some.map(({ agent, strength }) => `${agent} (${strength})`);
    const key = entry.agents ? 'agents' : 'strength';
    return listed(key, wants, texts(found), texts(agents).join(', ') || 'no agent');
  },
  ({ base }, { facts }) => {
    if (!base) return null;
    const branches = [...new Set([facts.baseRef, facts.binding.ref])];
    return listed('base', base, branches.filter(pathMatcher(base)), branches.join(', '));
  },
  ({ head }, { facts }) =>
    head ? listed('head', head, [facts.headRef].filter(pathMatcher(head)), facts.headRef) : null,
  ({ fork }, { facts }) => {
    if (fork === undefined) return null;
    const where = forkOf(facts);
    const found = where === null ? 'not from a fork' : `from ${where}`;
    return told('fork', fork ? 'from a fork' : 'not from a fork', fork === (where !== null), found);
  },
  ({ labels }, { facts }) => {
    if (!labels) return null;
    const otherwise = facts.labels.join(', ') || 'no label';
    return listed('labels', labels, facts.labels.filter(wildcardMatcher(labels)), otherwise);
  },
  ({ title }, { facts }) =>
    title ? listed('title', title, [facts.title].filter(wildcardMatcher(title)), facts.title) : null,
  ({ author }, at) => {
    if (!author) return null;
    const login = at.facts.author?.login;
    if (login === undefined) return notKnown('author', wanted(author, at), 'an account that was deleted');
    if (isUnread(author, at)) return notKnown('author', wanted(author, at), login);
    return told('author', wanted(author, at), isIn(login, author, at), login);
  },
  ({ contributors }, at) => {
    if (!contributors) return null;
    const logins = at.contributors.map(({ account }) => account.login);
    const found = logins.filter((login) => isIn(login, contributors, at));
    if (found.length === 0 && isUnread(contributors, at)) {
      return notKnown('contributors', wanted(contributors, at), logins.join(', '));
    }
    return listed('contributors', [wanted(contributors, at)], found, logins.join(', ') || 'nobody known');
  },
  ({ changedLines }, { facts }) => {
    if (!changedLines) return null;
    const sizes = facts.files.map(sizeOf);
    const lines = sizes.reduce((sum, { additions, deletions }) => sum + additions + deletions, 0);
    return told('changed_lines', rangeText(changedLines), within(lines, changedLines), `${lines}`);
  },
  ({ changedFiles }, { facts }) =>
    changedFiles
      ? told(
          'changed_files',
          rangeText(changedFiles),
          within(facts.files.length, changedFiles),
          `${facts.files.length}`,
        )
      : null,
  ({ repository }, { facts }) => {
    if (!repository) return null;
    const amiss = misfits(repository, facts.repository);
    const wants = [
      ...(repository.names ?? []),
      ...(repository.topics ?? []),
      ...Object.entries(repository.properties ?? {}).map(
        ([name, values]) => `${name}: ${values.join(' or ')}`,
      ),
    ];
    if (amiss.length === 0 && repository.properties && !facts.repository.properties) {
      return notKnown('repository', wants.join(', '), 'custom properties that were not read');
    }
    return told(
      'repository',
      wants.join(', '),
      amiss.length === 0,
      amiss.join(', ') || facts.repository.name,
    );
  },
  ({ signed }, { facts }) => {
    if (signed === undefined) return null;
    const unsigned = facts.commits.filter(({ signature }) => signature?.verified !== true);
    const all = facts.commits.length > 0 && unsigned.length === 0;
    const found = all ? 'every commit is signed' : unsigned.map(({ sha }) => `${sha.slice(0, 7)} is not`);
    const wants = signed ? 'every commit with a verified signature' : 'a commit without a verified signature';
    return { key: 'signed', wants, holds: signed === all, found: [found].flat() };
  },
];

const listed = (
  key: string,
  wants: readonly string[],
  found: readonly string[],
  otherwise: string,
): ConditionState => ({
  key,
  wants: wants.join(', '),
  holds: found.length > 0,
  found: found.length > 0 ? found : [otherwise],
});

const notKnown = (key: string, wants: string, found: string): ConditionState => ({
  ...told(key, wants, true, found),
  unknown: true,
});

const told = (key: string, wants: string, holds: boolean, found: string): ConditionState => ({
  key,
  wants,
  holds,
  found: [found],
});

/** The repository that a head comes from if it is another one; null: it is this one. */
function forkOf({ repository, headRepository }: Circumstances['facts']): string | null {
  if (headRepository === null) return 'a fork that was deleted';
  const head = `${headRepository.owner}/${headRepository.name}`;
  const isOwn = head.toLowerCase() === `${repository.owner}/${repository.name}`.toLowerCase();
  return isOwn ? null : head;
}

const wanted = (set: People, { facts }: Circumstances): string => peopleText(set, facts.repository.owner);

const isIn = (login: string, set: People, { facts, people }: Circumstances): boolean =>
  isAmong(login, set, facts.repository, people);

const isUnread = (set: People, { facts, people }: Circumstances): boolean =>
  hasUnreadTeam(set, facts.repository.owner, people);

const within = (value: number, { min, max }: Range): boolean =>
  (min === undefined || value >= min) && (max === undefined || value <= max);

function rangeText({ min, max }: Range): string {
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}
