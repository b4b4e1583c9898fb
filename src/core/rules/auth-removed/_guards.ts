import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import { scopesOf, type Scope, type Scopes } from '../../parsers/source/scopes.ts';
import { denialAt } from './_denials.ts';
import { isCheckingCall, strengthOf, type Strength } from './_names.ts';

/** A check of who may do something, where it stands. */
export interface Guard {
  /** What makes it the same check when it stands elsewhere. */
  readonly key: string;
  readonly strength: Exclude<Strength, 0>;
  readonly scope: Scope;
  readonly line: number;
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
const NAME = /[A-Za-z_$][\w$]{0,79}[!?]?/g;

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
    }));
  });
}

type Check = Pick<Guard, 'key' | 'strength'>;

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
  if (trimmed === '' || IMPORT.test(trimmed)) return [];
  if (!MAY_GUARD.test(line) && !IN_STRINGS.test(text)) return [];
  const checks = new Map<string, Check>();
  const add: Add = (name, strength) => {
    const key = name.replace(/[!?]$/, '');
    if (strength !== 0 && !checks.has(key)) checks.set(key, { key, strength });
  };
  decorator(trimmed, text.trim(), add);
  wrappers(trimmed, text, syntax, add);
  // An argument of a route on a line of its own.
  const own = inRoute ? /^([\w$.]{1,80})(?:\([^()]{0,100}\))?,$/.exec(trimmed)?.[1] : undefined;
  if (own !== undefined) add(own, strengthOf(own.slice(own.lastIndexOf('.') + 1)));
  const denial = denialAt(masked, texts, i);
  if (denial) add(denial.key, denial.strength);
  else statement(trimmed, add);
  return [...checks.values()];
}

type Add = (name: string, strength: Strength) => void;

/** A line without any of these is no check. */
const MAY_GUARD =
  /auth|login|logged|signed|permi|perms?\b|role|admin|guard|polic|acl\b|rbac|\bcan|abilit|allow|forbid|denie|deny|40[13]|jwt|superuser|staff|owner|protect|secur|privileg|user|session|token|verif|access|scope|member|abort|enforce|passport|moderator/i;
const IN_STRINGS = /middleware|auth|can:|role|permission|IsAuthenticated|IsAdmin/i;
const IMPORT =
  /^(?:import\b|from\b.{0,200}\bimport\b|use [\w\\:]|using [\w.]|#include|require[ (]|package\b|export (?:\*|\{|type|interface)|(?:export )?(?:type|interface)\b)/;

const NO_CHECK =
  /^@?(?:(?:AllowAnonymous|PermitAll|Public|Anonymous|CurrentUser|AuthUser|User|GetUser|Session|SecurityRequirement|OpenAPI|Tag|Inject|Entity|Table|Column|Component|Injectable|property|dataclass|patch|override|Deprecated)\b|csrf|Api[A-Z]|Enable|WithMock|Security(?:Scheme|Definition)|pytest|mock|Autowired|abstract|static|classm|cached|lru_|(?:app|router|bp|blueprint|api)\.(?:route|get|post|put|delete|patch)\b)/i;

/** `@login_required`, `@PreAuthorize("...")`, `[Authorize(Roles = "admin")]`, `#[IsGranted('X')]`, `@UseGuards(A, B)`. */
function decorator(trimmed: string, text: string, add: Add): void {
  const names =
    /^(?:@|#\[)([\w.:]{1,100})/.exec(trimmed) ?? /^\[((?:\w+:\s?)?[A-Za-z]\w{0,80})/.exec(trimmed);
  if (!names || NO_CHECK.test(names[1] ?? '')) return;
  if (trimmed.startsWith('[') && !trimmed.endsWith(']')) return;
  const full = names[1] ?? '';
  const name = full.slice(Math.max(full.lastIndexOf('.'), full.lastIndexOf(':')) + 1);
  const args = text.slice(text.indexOf(name) + name.length);
  if (/^UseGuards$/.test(name)) {
    for (const [guard] of args.matchAll(NAME))
      if (strengthOf(guard) || guard.endsWith('Guard')) add(guard, strengthOf(guard) || 1);
    return;
  }
  const own = decoratorStrength(full.split(/[.:]+/));
  if (own === 0) return;
  const asks = /role|perm|admin|scope|staff|polic|super|owner|authority|can[_A-Z(]/i.test(args);
  add(`@${name}${args.replace(/[\s"'`]+/g, '').slice(0, 120)}`, asks ? 2 : own);
}

const decoratorStrength = (parts: readonly string[]): Strength => {
  const words = parts
    .flatMap((part) => part.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? [])
    .map((word) => word.toLowerCase());
  if (
    words.some((word) =>
      /^(?:allow|skip|public|anonymous|exempt|optional|unprotected|noauth|context|provider|type|error|service|module|config)$/.test(
        word,
      ),
    )
  )
    return 0;
  if (
    words.some((word) =>
      /^(?:permission|permissions|perm|role|roles|admin|staff|superuser|scopes?|owner|acl|rbac|policy|granted|rights|ability|abilities|access|superadmin)$/.test(
        word,
      ),
    )
  )
    return 2;
  return words.some((word) =>
    /^(?:auth|authenticated|authenticate|authorize|authorized|authorization|authentication|login|jwt|secured|secure|protected|guard|guards|user|token|passes|loggedin|logged|signed)$/.test(
      word,
    ),
  ) &&
    (words.length > 1 ||
      /^(?:auth|authenticated|authorize|authorized|secured|protected|jwt|guard)$/.test(words[0] ?? ''))
    ? 1
    : 0;
};

/** Where names of checks are handed to the framework: arguments of routes, dependencies, filters, wrappers. */
const HANDED: readonly RegExp[] = [
  // FastAPI, Django REST, Django's mixins.
  /\b(?:Depends|Security)\([ \t]{0,3}([\w.]{1,80})/g,
  /\bpermission_classes[ \t]{0,3}[=:(][^\n]{0,20}?[[(]([^\])\n]{0,200})/g,
  /^class[ \t]{1,3}\w{1,80}\(([^)\n]{0,200})/g,
  // Rails, Phoenix.
  /\b(?:prepend_|append_)?before_(?:action|filter)[ \t(]{1,3}([^\n]{1,200})/g,
  /\b(?:plug|pipe_through|on_mount)\b([^\n]{1,200})/g,
  // Routes and routers.
  /(?:\.|->|::)(?:get|post|put|patch|delete|all|route|head|options|any|match|GET|POST|PUT|PATCH|DELETE|Any|Get|Post|Put|Patch|Delete|Handle|HandleFunc|Method)[ \t]{0,2}\([ \t]{0,3}(["'`][^\n]{1,400})/g,
  /(?:\.|->|::)(?:use|apply|register|Use|With|Group|guard|layer|route_layer|wrap|middleware|addFilterBefore|addFilterAfter)[ \t]{0,2}\(([^\n]{1,400})/g,
  /\b(?:preHandler|preValidation|onRequest|beforeHandler|middlewares?|guards?|canActivate|beforeEnter|dependencies)["']?[ \t]{0,3}(?:[:=]|=>)([^\n]{1,200})/g,
];
/** Names that are checks wherever they are called or chained. */
const CHAINED: readonly [RegExp, Strength][] = [
  [/\.(?:RequireAuthorization|UseAuthentication|UseAuthorization|authenticated|fullyAuthenticated)\(/g, 1],
  [/\.(?:hasRole|hasAnyRole|hasAuthority|hasAnyAuthority|hasPermission)\((?!\w+\)\s*[)&|?])/g, 2],
  [
    /\b(?:load_and_authorize_resource|authorize_resource|verify_authorized|doorkeeper_authorize!|http_basic_authenticate_with)\b/g,
    2,
  ],
  [/\b(?:ensure_authenticated|require_authenticated_user)\b/g, 1],
];
const WRAPPER =
  /(?:[=(,]|\bdefault\b|\breturn\b)[ \t]{0,3}((?:with|require|ensure|check|protect|auth|is|only|verify)[A-Za-z]{0,60})[ \t]{0,2}\([ \t]{0,3}(?:async\b|function\b|\([\w\s,{}:]{0,80}\)[ \t]{0,3}(?::[^=\n]{1,60})?=>|[\w$]{1,60}[ \t]{0,3}(?:=>|\)))/g;
const PROCEDURE =
  /\b([a-z][\w$]{0,60}(?:Procedure|Action|Resolver|Mutation|Query))\b(?=[ \t]{0,3}(?:$|\.|\())/g;

function wrappers(trimmed: string, text: string, syntax: Syntax, add: Add): void {
  for (const pattern of HANDED) {
    for (const match of trimmed.matchAll(pattern)) {
      const from = text.indexOf(match[0].slice(0, 12));
      // Names are symbols in Ruby and strings in PHP: they are read from the text.
      const literal =
        syntax === 'php' && from !== -1 && /middleware/i.test(match[0]) ? text.slice(from, from + 400) : '';
      for (const [name] of (match[1] ?? '').matchAll(NAME)) add(name, strengthOf(name));
      for (const [, name = ''] of literal.matchAll(/["']([\w.:,|-]{2,80})["']/g)) {
        add(name, /can:|role|permission|admin/.test(name) ? 2 : /auth|verified|signed/.test(name) ? 1 : 0);
      }
    }
  }
  // What Rails requires before an action, whatever it is called.
  const required = /^(?:prepend_|append_)?before_(?:action|filter)[ \t(]{1,3}:(require_\w{1,60})/.exec(
    trimmed,
  )?.[1];
  if (required !== undefined) add(required, 1);
  // Laravel's middleware, one a line.
  const listed =
    syntax === 'php'
      ? /^["'](auth|can|role|permission|admin)\b[\w:.,-]{0,60}["'],?$/.exec(text.trim())?.[1]
      : undefined;
  if (listed !== undefined) add(listed, listed === 'auth' ? 1 : 2);
  for (const [pattern, strength] of CHAINED) {
    for (const [found] of trimmed.matchAll(pattern)) add(found.replace(/[.(]/g, ''), strength);
  }
  if (syntax === 'js') {
    for (const [, name = ''] of trimmed.matchAll(WRAPPER)) add(name, strengthOf(name));
    for (const [, name = ''] of trimmed.matchAll(PROCEDURE)) {
      if (!/^(?:public|open|anon)/i.test(name))
        add(name, strengthOf(name.replace(/(?:Procedure|Action|Resolver|Mutation|Query)$/, 'Required')));
    }
  }
  if (syntax === 'python') {
    for (const [, name = ''] of text.matchAll(
      /["']rest_framework\.permissions\.(Is\w{1,60}|Django\w{1,60})["']/g,
    ))
      add(name, /Admin|Django/.test(name) ? 2 : 1);
  }
}

/** `await requireUser(req)`, `$this->authorize('update', $post)`, `authorize! :read`, `check_access(user)?;`. */
const STATEMENT =
  /^(?:return[ \t]{1,3}(?=await\b|yield\b)|(?:const|let|var|val)[ \t]{1,3}[\w${},:. \t[\]]{1,100}=[ \t]{0,3}|(?:[\w, ]{1,60}(?::?=)[ \t]{0,3})|if[ \t]{1,3}(?:err|_|\w{1,20})[ \t]{0,3}:=[ \t]{0,3})?(?:await[ \t]{1,3}|yield[ \t]{1,3}|try[ \t]{1,3})?((?:[\w$@]{1,60}(?:\(\))?(?:\.|->|::|\?\.)){0,5})([A-Za-z_]\w{1,79}[!]?)(?:\(|[ \t]{1,3}[:@\w"'])/;

function statement(trimmed: string, add: Add): void {
  const match = STATEMENT.exec(trimmed);
  const name = match?.[2] ?? '';
  if (
    !match ||
    /^(?:function|def|func|fn|class|new|return|import|public|private|protected|static|async|export)$/.test(
      /^\w+/.exec(trimmed)?.[0] ?? '',
    )
  )
    return;
  // A declaration of that name, not a call of it.
  if (/\)[^()]{0,100}\{\s*$/.test(trimmed) && !/^(?:if|const|let|var|await)\b/.test(trimmed)) return;
  if (isCheckingCall(name)) add(name, strengthOf(name));
}
