import type { CodeOwners } from '../../facts/codeowners.ts';
import type { FileChange } from '../../facts/facts.ts';
import { pathMatcher } from '../../facts/paths.ts';
import type { Requirement, ReviewEntry } from '../../policy/policy.ts';
import type { Because, Owed } from '../decision.ts';
import { filesOf, findingsOf, speaksOfFindings } from './conditions.ts';
import { agentReasons, askOf, defaultAsk, everywhere, extentOf, isAsk, rulesOf } from './extent.ts';
import { onlyOwners, perOwners } from './owners.ts';
import type { Extent, ObligationInput, PlannedAsk, PlannedObligation } from './planned.ts';

/** An entry that is triggered. One that asks code owners alone is owed once for each set of owners. */
export function fromEntry(
  { entry, index }: { entry: ReviewEntry; index: number },
  input: ObligationInput,
): PlannedObligation[] {
  const shared = {
    name: entry.name,
    about: aboutOf(entry),
    recordedIfNobody: false,
    request: entry.request ?? 'teams',
    entry: index,
  } as const;
  const findings = speaksOfFindings(entry) ? findingsOf(entry, input.findings) : null;
  const files = filesOf(entry, input.files);
  const extent: Extent = findings
    ? extentOf(findings, input.files)
    : {
        files,
        covers: entry.paths ? files.map((file) => file.path) : null,
        inScope: entry.paths ? pathMatcher(entry.paths) : everywhere,
      };
  const reasons = findings ? rulesOf(findings) : entry.paths ? pathsOf(files) : agentReasons(input);
  if (isAsk(entry) && entry.from.codeowners) {
    const asks = perOwners(askOf(entry), extent, input.codeowners);
    const byFiles = (ask: PlannedAsk): Because[] =>
      (ask.covers ?? []).map((value) => ({ kind: 'path', value }));
    return asks.map((ask) => ({
      ...shared,
      covers: ask.covers,
      because: findings ? reasons : byFiles(ask),
      requires: ask,
    }));
  }
  const requires = owedBy(entry, extent, input.codeowners);
  return requires === null ? [] : [{ ...shared, covers: extent.covers, because: reasons, requires }];
}

/**
 * A requirement for these very files. null: it asks code owners only, and nobody owns any of them.
 * @param beside the alternatives to it that ask others than code owners
 */
function owedBy(
  requirement: Requirement,
  extent: Extent,
  codeowners: CodeOwners,
  beside: readonly Requirement[] = [],
): Owed<PlannedAsk> | null {
  if (!isAsk(requirement)) {
    const isAny = 'anyOf' in requirement;
    const of = isAny ? requirement.anyOf : requirement.allOf;
    const others = isAny ? [...beside, ...of.filter((part) => !onlyOwners(part))] : beside;
    const parts = of.map((part) => owedBy(part, extent, codeowners, onlyOwners(part) ? others : []));
    return joined(
      isAny ? 'anyOf' : 'allOf',
      parts.filter((part) => part !== null),
    );
  }
  const ask = askOf(requirement);
  if (!ask.from.codeowners) return { ...ask, owners: [], covers: extent.covers, inScope: extent.inScope };
  const asks = perOwners(ask, extent, codeowners);
  const owned = new Set(asks.flatMap(({ covers }) => covers ?? []));
  const left = extent.files.map(({ path }) => path).filter((path) => !owned.has(path));
  if (asks.length === 0 || left.length === 0) return joined('allOf', asks);
  // The code owners of some files must not answer for those that have none: for these the other alternatives do, as
  // they would if nothing else had changed.
  const rest: Extent = {
    files: extent.files.filter(({ path }) => left.includes(path)),
    covers: left,
    inScope: (path) => left.includes(path),
  };
  const others = beside.length > 0 ? owedBy({ anyOf: beside }, rest, codeowners) : null;
  return joined('allOf', [...asks, others ?? defaultAsk(left, rest.inScope)]);
}

function joined(kind: 'anyOf' | 'allOf', parts: readonly Owed<PlannedAsk>[]): Owed<PlannedAsk> | null {
  const [only] = parts;
  if (parts.length <= 1) return only ?? null;
  return kind === 'anyOf' ? { anyOf: parts } : { allOf: parts };
}

function aboutOf({ name, paths }: ReviewEntry): string {
  const [first, ...others] = (paths ?? []).filter((glob) => !glob.startsWith('!'));
  if (first === undefined) return name;
  return others.length === 0 ? first : `${first}, …`;
}

const pathsOf = (files: readonly FileChange[]): Because[] =>
  files.map((file) => ({ kind: 'path', value: file.path }));
