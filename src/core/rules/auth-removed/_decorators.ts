import { strengthOf, type Strength } from './_names.ts';
import type { Add } from './_guards.ts';

const NO_CHECK =
  /^@?(?:(?:AllowAnonymous|PermitAll|Public|Anonymous|CurrentUser|AuthUser|User|GetUser|Session|SecurityRequirement|OpenAPI|Tag|Inject|Entity|Table|Column|Component|Injectable|property|dataclass|patch|override|Deprecated)\b|csrf|Api[A-Z]|Enable|WithMock|Security(?:Scheme|Definition)|pytest|mock|Autowired|abstract|static|classm|cached|lru_|(?:app|router|bp|blueprint|api)\.(?:route|get|post|put|delete|patch)\b)/i;

/** `@login_required`, `@PreAuthorize("...")`, `[Authorize(Roles = "admin")]`, `#[IsGranted('X')]`, `@UseGuards(A, B)`. */
export function decorator(trimmed: string, text: string, add: Add): void {
  const names =
    /^(?:@|#\[)([\w.:]{1,100})/.exec(trimmed) ?? /^\[((?:\w+:\s?)?[A-Za-z]\w{0,80})/.exec(trimmed);
  if (!names || NO_CHECK.test(names[1] ?? '')) return;
  if (trimmed.startsWith('[') && !trimmed.endsWith(']')) return;
  // What listens in a template of Vue is no decorator.
  if (/^@[\w.:-]{1,100}[ \t]{0,3}=/.test(trimmed)) return;
  const full = names[1] ?? '';
  const name = full.slice(Math.max(full.lastIndexOf('.'), full.lastIndexOf(':')) + 1);
  const args = text.slice(text.indexOf(name) + name.length);
  if (/^UseGuards$/.test(name)) {
    for (const [guard] of args.matchAll(/[A-Za-z_$][\w$]{0,79}/g))
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

/** A field of a schema with directives: `deletePost(id: ID!): Post @auth(requires: ADMIN)`. */
const FIELD = /^\w{1,60}(?:\([^()]{0,200}\))?[ \t]{0,3}:[ \t]{0,3}[\w[\]!]{1,80}[ \t]{1,3}(@[^\n]{1,200})/;

/** The directives of GraphQL that guard a field. */
export function directives(trimmed: string, add: Add): void {
  for (const [, name = '', args = ''] of (FIELD.exec(trimmed)?.[1] ?? '').matchAll(
    /@(\w{1,60})(\([^()]{0,120}\))?/g,
  )) {
    if (!NO_CHECK.test(name)) add(`@${name}${args.replace(/[\s"']+/g, '')}`, decoratorStrength([name]));
  }
}
