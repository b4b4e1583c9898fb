import { lineChanges } from '../../facts/diff.ts';
import type { FileChange, FileContent } from '../../facts/facts.ts';
import { codeOf } from '../../parsers/source/added.ts';
import type { Scope } from '../../parsers/source/scopes.ts';
import { syntaxOf } from '../../parsers/source/syntax.ts';
import { runsNowhere } from '../code-weakening/_paths.ts';
import { guardsOf, mayGuard, type Guard, type Guards } from './_guards.ts';
import type { Place } from '../rule.ts';

const LANGUAGES = new Set(['js', 'python', 'java', 'csharp', 'go', 'ruby', 'php', 'rust']);

const isRead = (path: string): boolean => LANGUAGES.has(syntaxOf(path) ?? '') && !runsNowhere(path);

/** A changed line that may hold a check. */
const MAY_CHECK =
  /^[-+].{0,400}?(?:auth|login|logged|permi|perms\b|roles?\b|admin|guard|polic|\bacl|rbac|\bcan[_A-Z!?(:]|abilit|forbid|denied|\b40[13]\b|jwt|superuser|staff|owner|protect|secur|privileg|require_?\w{0,10}user|current_?user|session|passport|access|enforce|scope|member|token|before_action|before_filter)/im;
const MAY_LOSE = new RegExp(MAY_CHECK.source.replace('[-+]', '-'), 'im');

/** Both sides of sources whose changed lines may hold a check. */
export function guardNeeds(file: FileChange): 'nothing' | 'patch' | 'both' {
  if (!isRead(file.path) && (file.previousPath === null || !isRead(file.previousPath))) return 'nothing';
  if (file.patch === null) return 'patch';
  return MAY_CHECK.test(file.patch) ? 'both' : 'nothing';
}

/** A file with the checks of both its sides, read when they are asked for. */
class Side {
  readonly file: FileChange;

  constructor(file: FileChange) {
    this.file = file;
  }

  get base(): Guards | null {
    const { file } = this;
    return file.status === 'copied' ? null : guardsAt(file.previousPath ?? file.path, file.base);
  }

  get head(): Guards | null {
    return guardsAt(this.file.path, this.file.head);
  }

  /** Whether a line that is taken away may be a check. */
  mayLose(): boolean {
    const { file } = this;
    const syntax = syntaxOf(file.previousPath ?? file.path);
    if (file.base?.state !== 'text' || syntax === null || !MAY_LOSE.test(file.patch ?? '')) return false;
    const removed = lineChanges(file).removed.map(({ line }) => line);
    return mayGuard(file.base.text, syntax, removed);
  }
}

function guardsAt(path: string, content: FileContent | undefined): Guards | null {
  const code = isRead(path) ? codeOf(path, content) : null;
  return code && guardsOf(code);
}

interface Lost {
  readonly side: Side;
  readonly guard: Guard;
  /** What it held for, as it stands at the head. */
  readonly scope: Scope;
  readonly home: Side;
}

/** The checks that the change takes from code that stays, without putting another in their place. */
export function lostGuards(files: readonly FileChange[]): Place[] {
  const sides = files.filter((file) => guardNeeds(file) === 'both').map((file) => new Side(file));
  const candidates = sides.filter((side) => side.mayLose()).flatMap((side) => lostIn(side, sides));
  if (candidates.length === 0) return [];
  const gains = sides.flatMap((side) => gainedIn(side).map((guard) => ({ side, guard, used: false })));
  const places = candidates
    .filter((each) => !isReplaced(each, gains))
    .map(({ side, guard }): Place => ({
      path: side.file.previousPath ?? side.file.path,
      line: guard.line,
      side: 'base',
    }));
  return [...new Map(places.map((place) => [`${place.path}\n${place.line}`, place])).values()];
}

const idOf = (guard: Guard): string => `${guard.scope.path}\n${guard.key}`;

/** What is in the first list and not, as often, in the second. */
function without(guards: readonly Guard[], others: readonly Guard[]): Guard[] {
  const count = new Map<string, number>();
  for (const other of others) count.set(idOf(other), (count.get(idOf(other)) ?? 0) + 1);
  return guards.filter((guard) => {
    const left = count.get(idOf(guard)) ?? 0;
    count.set(idOf(guard), left - 1);
    return left <= 0;
  });
}

/** More lost checks of one file than this say nothing new. */
const MAX_LOST = 200;

/** Checks of the base that are gone from a scope which the head still has, here or in another file. */
function lostIn(side: Side, sides: readonly Side[]): Lost[] {
  if (!side.base) return [];
  const removed = new Set(lineChanges(side.file).removed.map(({ line }) => line));
  const gone = without(side.base.guards, side.head?.guards ?? []).filter(({ line }) => removed.has(line));
  return gone.slice(0, MAX_LOST).flatMap((guard): Lost[] => {
    const here = side.head && scopeAt(side.head, guard.scope);
    if (side.head && here) return stays(side, guard, here) ? [{ side, guard, scope: here, home: side }] : [];
    // The declaration may have moved to another file of the change.
    if (guard.scope.kind === 'file' || guard.scope.name.length < 3) return [];
    for (const home of sides) {
      if (home === side || !home.head || home.file.path.split('.').pop() !== side.file.path.split('.').pop())
        continue;
      const there = home.head.scopes.all.find(
        ({ kind, name, path }) =>
          kind === guard.scope.kind &&
          name === guard.scope.name &&
          !home.base?.scopes.all.some((scope) => scope.path === path),
      );
      if (there && alike(side, guard.scope, home, there)) {
        const kept = home.head.guards.some(({ scope, key }) => key === guard.key && isWithin(scope, there));
        return kept ? [] : [{ side, guard, scope: there, home }];
      }
    }
    return [];
  });
}

const scopeAt = (guards: Guards, wanted: Scope): Scope | undefined =>
  guards.scopes.all.find(({ path, kind }) => path === wanted.path && kind === wanted.kind);

const isWithin = (scope: Scope | null, around: Scope): boolean =>
  scope !== null && (scope === around || isWithin(scope.parent, around));

const linesOf = (guards: Guards, scope: Scope): string[] =>
  guards.lines
    .slice(scope.line - 1, scope.endLine)
    .map((line) => line.trim())
    .filter((line) => line.length > 3);

/** Half of what a scope did is still done. */
function alike(side: Side, scope: Scope, home: Side, there: Scope): boolean {
  if (!side.base || !home.head) return false;
  const before = linesOf(side.base, scope).slice(1);
  const after = new Set(linesOf(home.head, there));
  return before.filter((line) => after.has(line)).length * 2 >= before.length;
}

/** Whether what the check guarded is still there: code of the scope beyond the check, or another scope within. */
function stays(side: Side, guard: Guard, here: Scope): boolean {
  if (!side.base || !side.head) return false;
  if (here.kind === 'file' || here.kind === 'class') {
    const inner = new Set(
      side.base.scopes.all
        .filter(({ kind, parent }) => kind !== 'file' && isWithin(parent, guard.scope))
        .map(({ path }) => path),
    );
    return side.head.scopes.all.some(({ path, parent }) => inner.has(path) && isWithin(parent, here));
  }
  const before = linesOf(side.base, guard.scope);
  if (before.length <= 2) return true;
  const after = new Set(linesOf(side.head, here));
  const guardLine = side.base.lines[guard.line - 1]?.trim();
  const rest = before
    .slice(1)
    .filter((line) => line !== guardLine && !/^(?:throw|raise|return|abort)\b/.test(line));
  return rest.length === 0 || rest.some((line) => after.has(line));
}

interface Gain {
  readonly side: Side;
  readonly guard: Guard;
  used: boolean;
}

function gainedIn(side: Side): Guard[] {
  if (!side.head) return [];
  const added = new Set(lineChanges(side.file).added.map(({ line }) => line));
  return without(side.head.guards, side.base?.guards ?? []).filter(({ line }) => added.has(line));
}

const isWide = ({ scope }: Guard): boolean => scope.kind === 'file' || scope.kind === 'class';

/** Whether another check does what this one did: in its place, around it, or where it moved to. */
function isReplaced({ guard, scope, home }: Lost, gains: readonly Gain[]): boolean {
  const enough = gains.filter((gain) => gain.guard.strength >= guard.strength);
  const inPlace = enough.find(
    (gain) => !gain.used && gain.side === home && isWithin(gain.guard.scope, scope),
  );
  if (inPlace) {
    inPlace.used = true;
    return true;
  }
  // A class, router or file that asks for all that is in it; of another file, one that is new there.
  if (enough.some((gain) => gain.side === home && isWithin(scope, gain.guard.scope))) return true;
  if (enough.some((gain) => gain.side !== home && isWide(gain.guard))) return true;
  const body = home.head ? linesOf(home.head, scope).join('\n') : '';
  // A helper that is new, asks the same, and is called.
  if (enough.some(({ guard: { scope: helper } }) => helper.name.length > 2 && body.includes(helper.name)))
    return true;
  const moved = enough.find((gain) => !gain.used && gain.guard.key === guard.key);
  if (moved) moved.used = true;
  return moved !== undefined;
}
