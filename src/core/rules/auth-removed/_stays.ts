import type { Scope } from '../../parsers/source/scopes.ts';
import type { Guard, Guards } from './_guards.ts';
import type { Side } from './_sides.ts';

export const isWithin = (scope: Scope | null, around: Scope): boolean =>
  scope !== null && (scope === around || isWithin(scope.parent, around));

/** The lines of a scope that say something. */
export const linesOf = (guards: Guards, scope: Scope): string[] =>
  guards.lines
    .slice(scope.line - 1, scope.endLine)
    .map((line) => line.trim())
    .filter((line) => line.length > 3);

/** Half of what a scope did is still done. */
export function alike(base: Guards, scope: Scope, head: Guards, there: Scope): boolean {
  const before = linesOf(base, scope).slice(1);
  const after = new Set(linesOf(head, there));
  return before.filter((line) => after.has(line)).length * 2 >= before.length;
}

const scopesByPath = new WeakMap<Guards, ReadonlyMap<string, readonly Scope[]>>();

function scopesNamed(guards: Guards, path: string): readonly Scope[] {
  let by = scopesByPath.get(guards);
  if (!by) {
    const found = new Map<string, Scope[]>();
    for (const scope of guards.scopes.all) {
      const same = found.get(scope.path);
      if (same) same.push(scope);
      else found.set(scope.path, [scope]);
    }
    by = found;
    scopesByPath.set(guards, by);
  }
  return by.get(path) ?? [];
}

/** A scope of the base as it stands at the head; undefined: it is gone. */
export function scopeAt(base: Guards, scope: Scope, head: Guards): Scope | undefined {
  const same = scopesNamed(head, scope.path).filter(({ kind }) => kind === scope.kind);
  return same.length <= 1 ? same[0] : same.find((each) => alike(base, scope, head, each));
}

/** Whether what a check guarded is still there. */
export function stays(side: Side, guard: Guard, here: Scope): boolean {
  const { base, head } = side;
  if (!base || !head) return false;
  if (guard.guards !== 'around' && staysWithin(base, guard, head, here)) return true;
  return guard.guards !== 'scope' && staysAround(side, base, guard, head);
}

/** Code of the scope beyond the check, or another scope within. */
function staysWithin(base: Guards, guard: Guard, head: Guards, here: Scope): boolean {
  if (here.kind === 'file' || here.kind === 'class') {
    const inner = new Set(
      base.scopes.all
        .filter(({ kind, parent }) => kind !== 'file' && isWithin(parent, guard.scope))
        .map(({ path }) => path),
    );
    return head.scopes.all.some(({ path, parent }) => inner.has(path) && isWithin(parent, here));
  }
  const [first, end] = blockOf(base, guard);
  const before = base.lines
    .slice(guard.scope.line, guard.scope.endLine)
    .filter((_line, i) => i + guard.scope.line + 1 < first || i + guard.scope.line + 1 >= end)
    .map((line) => line.trim())
    .filter((line) => line.length > 3 && !/^(?:throw|raise|return|abort)\b/.test(line));
  const after = new Set(linesOf(head, here));
  return before.length === 0 || before.some((line) => after.has(line));
}

/** The lines of a check with what it leads to, the first and the one after the last. */
function blockOf({ lines }: Guards, { line }: Guard): [number, number] {
  const indent = lines[line - 1]?.search(/\S/) ?? 0;
  let end = line + 1;
  while (end <= lines.length && (lines[end - 1] ?? '').search(/\S/) > indent) end++;
  return [line, end];
}

const WORD = /[A-Za-z_$][\w$-]{2,60}/g;

/** Whether everything that was taken away together with a check comes back without it. */
function staysAround(side: Side, base: Guards, guard: Guard, head: Guards): boolean {
  let first = guard.line;
  let last = guard.line;
  while (side.removed.has(first - 1)) first--;
  while (side.removed.has(last + 1)) last++;
  const checks = new Set(base.guards.filter(({ line }) => line >= first && line <= last).flatMap(namesOf));
  const texts = base.code.text.split('\n').slice(first - 1, last);
  const added = head.code.text.split('\n').filter((_line, i) => side.added.has(i + 1));
  const come = new Set(added.flatMap((line) => line.match(WORD) ?? []));
  const rest = texts.flatMap((line) => line.match(WORD) ?? []).filter((word) => !checks.has(word));
  return rest.every((word) => come.has(word) || HOLDERS.test(word));
}

const namesOf = ({ key }: Guard): string[] => key.match(WORD) ?? [];

/** What only holds a check: it goes with it. */
const HOLDERS =
  /^(?:canActivate(?:Child)?|canLoad|canMatch|beforeEnter|preHandler|preValidation|onRequest|beforeHandler|middlewares?|guards?|dependencies|Depends|Security|permission_classes|UseGuards|before_(?:action|filter)|prepend_before_action|only|except|plug|pipe_through|on_mount|app|router|use|this|redirectTo|element|if|unless|jwt)$/;
