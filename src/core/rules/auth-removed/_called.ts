import type { Scope } from '../../parsers/source/scopes.ts';
import type { Guard, Guards } from './_guards.ts';
import { ASKED } from './_names.ts';
import type { Side } from './_sides.ts';
import { isWithin, linesOf } from './_stays.ts';
import { ANSWER, conditionAt, DENIES } from './_statements.ts';

interface Called {
  readonly guard: Guard;
  /** What the check held for, as it stands at the head. */
  readonly scope: Scope;
  readonly home: Side;
}

/** How many calls are left to answer for checks that went: one call, one check. */
export type Calls = Map<string, number>;

const isCall = ({ key, guards }: Guard): boolean => guards === 'scope' && /^\w{3,80}!?$/.test(key);

/**
 * Whether the function that a check called is called on an added line of the same file in a way that is no statement:
 * its result is returned there, or is a condition. A helper may do so for several that call it.
 */
export function isCalledStill({ guard, scope, home }: Called, left: Calls): boolean {
  const { base, head, added, removed } = home;
  if (!head || !isCall(guard)) return false;
  const now = callsOn(head, added, guard.key);
  const body = linesOf(head, scope).join('\n');
  if (
    now
      .map((line) => head.scopes.at(line))
      .some((each) => each.name.length > 2 && each !== scope && body.includes(`${each.name}(`))
  )
    return true;
  const id = `${home.file.path}\n${guard.key}`;
  const calls = left.get(id) ?? now.length - callsOn(base, removed, guard.key).length;
  left.set(id, calls - 1);
  return calls > 0;
}

/** Whether the function that a check called goes with all its calls, and its body asked nobody anything. */
export function askedNobody({ guard }: Called, sides: readonly Side[]): boolean {
  if (!isCall(guard)) return false;
  const bodies = sides.flatMap(({ base }) =>
    base ? declared(base, guard.key).map((scope) => ({ base, scope })) : [],
  );
  return (
    bodies.length > 0 &&
    bodies.every(({ base, scope }) => !asks(base, scope)) &&
    sides.every(
      ({ head, added }) =>
        !head || (declared(head, guard.key).length === 0 && callsOn(head, added, guard.key).length === 0),
    )
  );
}

const declared = ({ scopes }: Guards, key: string): Scope[] =>
  scopes.all.filter(({ kind, name }) => kind === 'function' && name === key);

/** A refusal of its own, other than an error that is handed on. */
const THROWS = /\b(?:throw|raise|abort|redirect)\b|\berrors\.New\(|\bErrorf\(|\bstatus\.Error|\bErr\(/;

/** Whether a body refuses anybody. */
function asks({ code, guards, lines }: Guards, scope: Scope): boolean {
  const [texts, body] = [code.text.split('\n'), lines.slice(scope.line, scope.endLine)];
  return (
    DENIES.test(texts.slice(scope.line, scope.endLine).join('\n')) ||
    guards.some((guard) => guard.line > scope.line && isWithin(guard.scope, scope)) ||
    body.some((line, i) => {
      const condition = conditionAt(line);
      return (
        condition !== undefined &&
        (ASKED.test(condition) || (!ANSWER.test(condition) && THROWS.test(body.slice(i, i + 4).join('\n'))))
      );
    })
  );
}

/** The lines on which a function is called and not declared, and that are no check for themselves. */
function callsOn(guards: Guards | null, changed: ReadonlySet<number>, key: string): number[] {
  if (!guards) return [];
  const call = new RegExp(String.raw`(?<![\w$])${key}\(`);
  return [...changed].filter((line) => {
    const text = guards.lines[line - 1] ?? '';
    return (
      text.includes(key) &&
      call.test(text) &&
      !guards.scopes.all.some((scope) => scope.line === line && scope.name === key) &&
      !guards.guards.some((guard) => guard.line === line && guard.key === key)
    );
  });
}
