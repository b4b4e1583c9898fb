import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import { scopesOf, type Scope, type Scopes } from '../../parsers/source/scopes.ts';
import { coverageAt, type Coverage } from './_coverage.ts';
import { decorator, directives } from './_decorators.ts';
import { handedOver } from './_handed.ts';
import { strengthOf, type Strength } from './_names.ts';
import { denialAt, statement } from './_statements.ts';

/** A check of who may do something, where it stands. */
export interface Guard {
  /** What makes it the same check when it stands elsewhere. */
  readonly key: string;
  readonly strength: Exclude<Strength, 0>;
  readonly scope: Scope;
  readonly line: number;
  /** What tells whether that which it guards is still there: its scope, the lines around it, or either. */
  readonly guards: 'scope' | 'around' | 'either';
  /** Of a filter: for which actions it holds. */
  readonly coverage: Coverage | null;
}

/** The checks of one text, and the scopes they hold for. */
export interface Guards {
  readonly code: Code;
  readonly scopes: Scopes;
  /** The lines without comments and what strings hold. */
  readonly lines: readonly string[];
  readonly guards: readonly Guard[];
}

const MAX_LINE = 600;

const known = new WeakMap<Code, Guards>();

/** Finds the checks of a text, line by line. Linear; of a very long line only the beginning is read. */
export function guardsOf(code: Code): Guards {
  let found = known.get(code);
  if (!found) {
    const scopes = scopesOf(code);
    const lines = code.code.split('\n');
    found = { code, scopes, lines, guards: find(code, lines, scopes) };
    known.set(code, found);
  }
  return found;
}

/** Whether one of some 1-based lines may be a check: told without reading the rest, so comments count, too. */
export function mayGuard(text: string, syntax: Syntax, lines: readonly number[]): boolean {
  const texts = text.split('\n');
  return lines.some((line) => checksAt(texts, texts, line - 1, syntax, true).length > 0);
}

function find(code: Code, masked: readonly string[], scopes: Scopes): Guard[] {
  const texts = code.text.split('\n');
  return masked.flatMap((_line, i) => {
    const scope = scopes.at(i + 1);
    return checksAt(masked, texts, i, code.syntax, scope.kind === 'route').map((check) => ({
      ...check,
      scope,
      line: i + 1,
      coverage: coverageAt(texts, i),
    }));
  });
}

type Check = Pick<Guard, 'key' | 'strength' | 'guards'>;

/** Takes a check by its name; one of no strength is none. */
export type Add = (name: string, strength: Strength, guards?: Guard['guards']) => void;

function checksAt(
  masked: readonly string[],
  texts: readonly string[],
  i: number,
  syntax: Syntax,
  inRoute: boolean,
): Check[] {
  const line = (masked[i] ?? '').slice(0, MAX_LINE);
  const text = (texts[i] ?? '').slice(0, MAX_LINE);
  const trimmed = line.trim();
  if (trimmed === '' || (syntax !== 'graphql' && IMPORT.test(trimmed))) return [];
  if (!MAY_GUARD.test(line) && !IN_STRINGS.test(text)) return [];
  const checks = new Map<string, Check>();
  const add: Add = (name, strength, guards = 'either') => {
    const key = name.replace(/[!?]$/, '');
    if (strength !== 0 && !checks.has(key)) checks.set(key, { key, strength, guards });
  };
  if (syntax === 'graphql' || syntax === 'js') directives(text.trim(), add);
  if (syntax === 'graphql') return [...checks.values()];
  // In Ruby and Elixir, a name after `@` is a variable's.
  if (syntax !== 'ruby') decorator(trimmed, text.trim(), add);
  handedOver(trimmed, text, syntax, add);
  // An argument of a route on a line of its own.
  const own = inRoute ? /^([\w$.]{1,80})(?:\([^()]{0,100}\))?,$/.exec(trimmed)?.[1] : undefined;
  if (own !== undefined) add(own, strengthOf(own.slice(own.lastIndexOf('.') + 1)));
  const denial = denialAt(masked, texts, i);
  if (denial) add(denial.key, denial.strength, 'scope');
  else statement(trimmed, add);
  return [...checks.values()];
}

/** A line without any of these is no check. */
const MAY_GUARD =
  /auth|login|logged|signed|permi|perms?\b|role|admin|guard|polic|acl\b|rbac|\bcan|abilit|allow|forbid|denie|deny|40[13]|jwt|superuser|staff|owner|protect|secur|privileg|user|session|token|verif|access|scope|member|abort|enforce|passport|moderator|prevent|before_|\bplug\b/i;
const IN_STRINGS = /middleware|@|auth|can:|role|permission|IsAuthenticated|IsAdmin/i;
const IMPORT =
  /^(?:import\b|from\b.{0,200}\bimport\b|use [\w\\:]|using [\w.]|#include|require[ (]|package\b|export (?:\*|\{|type|interface)|(?:export )?(?:type|interface)\b)/;
