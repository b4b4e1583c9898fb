import { sizeOf } from '../../facts/change-size.ts';
import { codeOwners } from '../../facts/codeowners.ts';
import type { CommitFacts, CommitPerson, FileChange, PullRequestFacts, TextFile } from '../../facts/facts.ts';
import type { DecideInput } from '../decide.ts';
import { keyOf } from '../keys.ts';

/**
 * Everything a decision rested on, as plain JSON: enough to decide again, without anything of what the files hold and
 * without anybody's words. Findings keep their key and lose their message, commits keep their names and accounts.
 */
export interface Basis {
  readonly format: 1;
  readonly input: unknown;
}

/** What a decision rests on, to be kept. What it adds to the input later is kept as well, unless it is left out here. */
export function basisOf({ codeowners: _codeowners, ...input }: DecideInput): Basis {
  const kept = {
    ...input,
    facts: keptFacts(input.facts),
    findings: input.findings.map((finding) => ({
      ...finding,
      message: '',
      key: keyOf(finding, input.headDigests),
    })),
    policyProblems: input.policyProblems.map((problem) => ({ ...problem, message: '' })),
  };
  return { format: 1, input: toPlain(kept) };
}

/** The input that `decide` had. Throws on a basis of another format. */
export function inputOf(basis: Basis): DecideInput {
  if (basis.format !== 1) throw new Error('What the decision rested on was kept by a newer version.');
  const input = fromPlain(basis.input) as Omit<DecideInput, 'codeowners'>;
  return { ...input, codeowners: codeOwners(input.facts.codeownersFile) };
}

function keptFacts(facts: PullRequestFacts): PullRequestFacts {
  const { floor } = facts;
  return {
    ...facts,
    body: '',
    comments: [],
    commits: facts.commits.map(keptCommit),
    files: facts.files.map(keptFile),
    // The policy made of them is kept itself.
    policyFile: facts.policyFile && withoutText(facts.policyFile),
    floor: floor.state === 'present' ? { ...floor, file: withoutText(floor.file) } : floor,
  };
}

const keptCommit = ({ note: _note, ...commit }: CommitFacts): CommitFacts => ({
  ...commit,
  message: '',
  author: accountOnly(commit.author),
  committer: accountOnly(commit.committer),
  coAuthors: commit.coAuthors.map(accountOnly),
});

const accountOnly = ({ account }: CommitPerson): CommitPerson => ({ name: '', email: '', account });

/** Its size may have been counted from the patch. */
function keptFile({ base: _base, head: _head, modesUnread: _why, ...file }: FileChange): FileChange {
  const { additions, deletions } = sizeOf(file);
  return { ...file, additions, deletions, patch: null };
}

const withoutText = (file: TextFile): TextFile => ({ ...file, text: '' });

/** JSON knows neither maps nor sets. A member whose own name begins with `$` gets another one. */
function toPlain(value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value].map(([key, member]) => [key, toPlain(member)]) };
  if (value instanceof Set) return { $set: [...value] };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.map(([name, member]) => [name.startsWith('$') ? `$${name}` : name, toPlain(member)]),
  );
}

function fromPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value !== 'object' || value === null) return value;
  const { $map: map, $set: set } = value as { $map?: [unknown, unknown][]; $set?: unknown[] };
  if (map) return new Map(map.map(([key, member]) => [key, fromPlain(member)]));
  if (set) return new Set(set);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name.startsWith('$') ? name.slice(1) : name,
      fromPlain(member),
    ]),
  );
}
