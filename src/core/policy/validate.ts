import type { TextFile } from '../facts/facts.ts';
import { pathMatcher } from '../facts/paths.ts';
import { combine, type Floor } from './combine.ts';
import { knownWith } from './floor.ts';
import { groupsOf, looserGroups, withGroups } from './groups.ts';
import { KNOWN, parsePolicy, type Known, type PolicyKind } from './parse.ts';
import type { From, PolicyFile, PolicyProblem, Requirement, ReviewEntry } from './policy.ts';

type PolicyText = Pick<TextFile, 'path' | 'text'>;

/** What is known of the repository that a policy is for. */
export interface PolicyPlace {
  readonly name: string;
  /** Every file at its head. */
  readonly paths: readonly string[];
  readonly hasCodeowners: boolean;
}

/** What a validation finds. */
export interface Validation {
  /** Errors: with any of them the strict defaults would hold in the place of the file. */
  readonly problems: readonly PolicyProblem[];
  /** What is valid and probably not meant. */
  readonly warnings: readonly PolicyProblem[];
}

/** What to hold a policy against. */
export interface ValidationInput {
  readonly kind: PolicyKind;
  /** The organisation's floor, already valid; null: it is not given. */
  readonly floor: PolicyFile | null;
  /** null: the policy is judged by itself. */
  readonly place: PolicyPlace | null;
  /** ISO 8601. */
  readonly now: string;
}

/** Says of a policy file what is wrong, and what of it has no effect. Never throws. */
export function validatePolicy(file: PolicyText, input: ValidationInput, known: Known = KNOWN): Validation {
  const floor = input.floor && floorFor(input.floor, input.place, known);
  const { policy, problems } = parsePolicy(file, knownWith(floor, known), input.kind);
  if (!policy) return { problems, warnings: [] };
  const overruled = [
    ...(floor ? combine(floor, policy, known.rules).warnings : []),
    ...looserGroups(policy, 'The floor', policy.says.groups ?? [], known.rules),
  ].map(({ message, at }) => ({ message, ...(at ?? policy.at([])) }));
  const warnings = [
    ...overruled,
    ...endedFreezes(policy, input.now),
    ...(input.place && input.kind === 'repository' ? inVain(policy, input.place) : []),
  ];
  return {
    problems: [],
    warnings: warnings.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

/** What a floor says here. Topics are not known, so a group that asks for one is taken to be meant. */
function floorFor({ says }: PolicyFile, place: PolicyPlace | null, { rules }: Known): Floor {
  const topics = (says.groups ?? []).flatMap(({ repositories }) => repositories.topics ?? []);
  const groups = groupsOf(says, { name: place?.name ?? '', topics });
  return { name: 'The floor', says: withGroups(says, groups, rules) };
}

const endedFreezes = ({ says, at }: PolicyFile, now: string): PolicyProblem[] =>
  (says.freeze ?? []).flatMap(({ until }, index) =>
    Date.parse(until) <= Date.parse(now)
      ? [
          {
            ...at(['freeze', index, 'until']),
            message: `This freeze ended on ${until.slice(0, 10)}. Take it out, or give a later day.`,
          },
        ]
      : [],
  );

/** Entries and patterns that no file of the repository fits, and owners who are nobody. */
function inVain({ says, at }: PolicyFile, place: PolicyPlace): PolicyProblem[] {
  return (says.reviews ?? []).flatMap((entry, index) => {
    const keys = ['reviews', index];
    const nobody =
      !place.hasCodeowners && asksOnlyOwners(entry)
        ? [
            {
              ...at([...keys, 'from']),
              message: `${title(entry)} asks the code owners, and there is no CODEOWNERS file. Add one, or name somebody.`,
            },
          ]
        : [];
    return [...unmatched(entry, index, place.paths, at), ...nobody];
  });
}

function unmatched(
  entry: ReviewEntry,
  index: number,
  files: readonly string[],
  at: PolicyFile['at'],
): PolicyProblem[] {
  const globs = entry.paths ?? [];
  if (globs.length === 0) return [];
  const keys = ['reviews', index, 'paths'];
  if (!files.some(pathMatcher(globs))) {
    const message = `${title(entry)} asks for nothing: no file of this repository fits its \`paths\`. Correct them, or take the entry out.`;
    return [{ ...at(keys), message }];
  }
  return globs.flatMap((glob, place) => {
    const excludes = glob.startsWith('!');
    if (files.some(pathMatcher([excludes ? glob.slice(1) : glob]))) return [];
    const effect = excludes ? 'takes out nothing' : 'matches nothing';
    const message = `The pattern ${JSON.stringify(glob)} ${effect}: no file of this repository fits it. Correct it, or take it out.`;
    return [{ ...at([...keys, place]), message }];
  });
}

const title = ({ name }: ReviewEntry): string => `The review "${name}"`;

/** Whether code owners are asked, at any depth, and nobody beside them. */
function asksOnlyOwners(requirement: Requirement): boolean {
  if ('anyOf' in requirement) return requirement.anyOf.every(asksOnlyOwners);
  if ('allOf' in requirement) return requirement.allOf.some(asksOnlyOwners);
  const { codeowners, ...others }: From = requirement.from;
  return codeowners === true && Object.values(others).every((value) => value === undefined);
}
