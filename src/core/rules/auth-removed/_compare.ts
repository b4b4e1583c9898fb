import type { FileChange } from '../../facts/facts.ts';
import type { Scope } from '../../parsers/source/scopes.ts';
import type { Place } from '../rule.ts';
import { askedNobody, isCalledStill, type Calls } from './_called.ts';
import { isNarrowed } from './_coverage.ts';
import type { Guard, Guards } from './_guards.ts';
import { guardNeeds, Side } from './_sides.ts';
import { silencedIn } from './_silenced.ts';
import { conditionAt } from './_statements.ts';
import { alike, isWithin, linesOf, scopeAt, stays } from './_stays.ts';

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
  const candidates = [
    ...sides.filter((side) => side.mayLose()).flatMap((side) => lostIn(side, sides)),
    ...sides.flatMap((side) => stillGuarding(side, silencedIn(side))),
  ];
  if (candidates.length === 0) return [];
  const gains = sides.flatMap((side) => gainedIn(side).map((guard) => ({ side, guard, used: false })));
  const calls: Calls = new Map();
  const places = candidates
    .filter((each) => !standsStill(each, sides) && !isReplaced(each, gains))
    .filter((each) => !isCalledStill(each, calls) && !askedNobody(each, sides))
    .map(({ side, guard }): Place => ({
      path: side.file.previousPath ?? side.file.path,
      line: guard.line,
      side: 'base',
    }));
  return [...new Map(places.map((place) => [`${place.path}\n${place.line}`, place])).values()];
}

const idOf = (guard: Guard): string => `${guard.scope.path}\n${guard.key}`;

function byId(guards: readonly Guard[]): Map<string, Guard[]> {
  const by = new Map<string, Guard[]>();
  for (const guard of guards) {
    const same = by.get(idOf(guard));
    if (same) same.push(guard);
    else by.set(idOf(guard), [guard]);
  }
  return by;
}

/** What is on changed lines of one side and not, as often, on the other. */
function without(guards: readonly Guard[], changed: ReadonlySet<number>, others: readonly Guard[]): Guard[] {
  const count = new Map<string, number>();
  for (const other of others) count.set(idOf(other), (count.get(idOf(other)) ?? 0) + 1);
  // Of several that are the same, those on lines that did not change are the ones that are left.
  const kept = guards.filter(({ line }) => !changed.has(line));
  for (const guard of kept) count.set(idOf(guard), (count.get(idOf(guard)) ?? 0) - 1);
  return guards.filter((guard) => {
    if (!changed.has(guard.line)) return false;
    const left = count.get(idOf(guard)) ?? 0;
    count.set(idOf(guard), left - 1);
    return left <= 0;
  });
}

/** More lost checks of one file than this say nothing new. */
const MAX_LOST = 200;

/** Checks of the base that are gone from a scope which the head still has, here or in another file. */
function lostIn(side: Side, sides: readonly Side[]): Lost[] {
  const { base, head } = side;
  if (!base) return [];
  const gone = without(base.guards, side.removed, head?.guards ?? []).slice(0, MAX_LOST);
  const lost = gone.flatMap((guard): Lost[] => {
    const here = head && scopeAt(base, guard.scope, head);
    if (here) {
      const left = stays(side, guard, here) && actionsStay(base, guard, head, here);
      return left ? [{ side, guard, scope: here, home: side }] : [];
    }
    return elsewhere(side, base, guard, sides);
  });
  return head ? [...lost, ...narrowedIn(side, base, head)] : lost;
}

/** Of checks that are comments now, those whose code stays. */
function stillGuarding(side: Side, guards: readonly Guard[]): Lost[] {
  if (guards.length === 0) return [];
  const { base, head } = side;
  if (!base || !head) return [];
  return guards.flatMap((guard): Lost[] => {
    const scope = scopeAt(base, guard.scope, head);
    return scope && stays(side, guard, scope) ? [{ side, guard, scope, home: side }] : [];
  });
}

/** A check that its declaration lost on the way to another file of the change. */
function elsewhere(side: Side, base: Guards, guard: Guard, sides: readonly Side[]): Lost[] {
  if (guard.scope.kind === 'file' || guard.scope.name.length < 3) return [];
  for (const home of sides) {
    const { head } = home;
    if (home === side || !head || home.file.path.split('.').pop() !== side.file.path.split('.').pop())
      continue;
    const there = head.scopes.all.find(
      ({ kind, name, path }) =>
        kind === guard.scope.kind &&
        name === guard.scope.name &&
        !home.base?.scopes.all.some((scope) => scope.path === path),
    );
    if (there && alike(base, guard.scope, head, there)) {
      const kept = head.guards.some(({ scope, key }) => key === guard.key && isWithin(scope, there));
      return kept ? [] : [{ side, guard, scope: there, home }];
    }
  }
  return [];
}

/** Whether one of the actions that a filter was for is still there; those that are not seen may be inherited. */
function actionsStay(base: Guards, { scope, coverage }: Guard, head: Guards, here: Scope): boolean {
  const only = coverage?.only;
  if (!only) return true;
  const seen = actionsOf(base, scope).filter((name) => only.has(name));
  const left = new Set(actionsOf(head, here));
  return seen.length === 0 || seen.some((name) => left.has(name));
}

/** Filters that hold for fewer of the actions that are still there. */
function narrowedIn(side: Side, base: Guards, head: Guards): Lost[] {
  if (!base.guards.some(({ coverage }) => coverage !== null)) return [];
  const [others, nows] = [byId(base.guards), byId(head.guards)];
  return base.guards.flatMap((guard): Lost[] => {
    // Several of one name add up.
    if (guard.coverage === null || others.get(idOf(guard))?.length !== 1) return [];
    const now = nows.get(idOf(guard)) ?? [];
    const scope = scopeAt(base, guard.scope, head);
    const coverage = now[0]?.coverage;
    if (!scope || !coverage || now.length !== 1) return [];
    const before = new Set(actionsOf(base, guard.scope));
    const actions = new Set(actionsOf(head, scope).filter((name) => before.has(name)));
    return isNarrowed(guard.coverage, coverage, actions) ? [{ side, guard, scope, home: side }] : [];
  });
}

/** The functions of a scope that are not private. */
function actionsOf({ lines, scopes }: Guards, scope: Scope): string[] {
  const body = lines.slice(scope.line - 1, scope.endLine);
  const hidden = body.findIndex((line) => /^\s*(?:private|protected)\s*$/.test(line));
  const end = hidden === -1 ? scope.endLine + 1 : scope.line + hidden;
  return scopes.all
    .filter(({ kind, parent, line }) => kind === 'function' && parent === scope && line < end)
    .filter(({ line }) => !/\b(?:private|protected|defp)\b/.test(lines[line - 1] ?? ''))
    .map(({ name }) => name);
}

const bare = (text: string): string => text.replace(/[\s{}:();]+/g, '');
/** Whom a call is made to: a field that becomes a parameter is the same one by another name. */
const RECEIVER = /(?<![\w$])[\w$]{1,60}(?:\.|->|::|\?\.)(?=[\w$.]{1,160}\()/g;
const withoutReceivers = (condition: string | undefined): string =>
  condition?.includes('(') === true ? bare(condition.replace(RECEIVER, '')) : '';
const REFUSES = /\b(?:throw|raise|return|abort|redirect\w*|panic|bail|status|error|render)\b/i;

interface Refusals {
  /** The lines without blanks and brackets. */
  readonly text: string;
  /** What is asked on them, of whomever. */
  readonly conditions: ReadonlySet<string>;
}
const refusals = new WeakMap<Side, Refusals>();

/** The lines that a change adds to a file with a refusal on them or right below. */
function refusalsOf(side: Side): Refusals {
  let found = refusals.get(side);
  if (!found) {
    const lines = side.head?.lines ?? [];
    const added = [...side.added]
      .filter((line) => REFUSES.test(lines.slice(line - 1, line + 3).join('\n')))
      .map((line) => (lines[line - 1] ?? '').slice(0, 600));
    const conditions = new Set(added.map((line) => withoutReceivers(conditionAt(line))));
    found = { text: added.map(bare).join('\n'), conditions };
    refusals.set(side, found);
  }
  return found;
}

/** Whether a check only looks different: its condition leads to another refusal, its call has another layout. */
function standsStill({ side, guard, scope, home }: Lost, sides: readonly Side[]): boolean {
  if (guard.key.startsWith('if ')) {
    const condition = guard.key.slice(3);
    const asked = withoutReceivers(conditionAt(side.base?.lines[guard.line - 1] ?? ''));
    return (
      condition.length >= 8 &&
      sides.some((each) => {
        const { text, conditions } = refusalsOf(each);
        return text.includes(condition) || (asked.length >= 8 && conditions.has(asked));
      })
    );
  }
  if (guard.key.length < 8) return false;
  const lines = home.head?.lines ?? [];
  for (let line = scope.line; line <= scope.endLine; line++) {
    if (home.added.has(line) && lines[line - 1]?.includes(`.${guard.key}(`) === true) return true;
  }
  return false;
}

interface Gain {
  readonly side: Side;
  readonly guard: Guard;
  used: boolean;
}

const gainedIn = ({ base, head, added }: Side): Guard[] =>
  head ? without(head.guards, added, base?.guards ?? []) : [];

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
