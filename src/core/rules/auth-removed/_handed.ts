import type { Syntax } from '../../parsers/source/syntax.ts';
import type { Add } from './_guards.ts';
import { isGuardComponent, strengthOf, strengthWhereAsked, type Strength } from './_names.ts';

/** Not of a namespace, nor a handler of the class itself. */
const NAME = /(?<!\bthis::)(?<![\w$])[A-Za-z_$][\w$]{0,79}\b(?!\\|::)[!?]?/g;

/** Where names of checks are handed to the framework: arguments of routes, dependencies, filters, wrappers. */
const HANDED: readonly RegExp[] = [
  // Routes and routers.
  /(?:\.|->|::)(?:get|post|put|patch|delete|all|route|head|options|any|match|GET|POST|PUT|PATCH|DELETE|Any|Get|Post|Put|Patch|Delete|Handle|HandleFunc|Method)[ \t]{0,2}\([ \t]{0,3}(["'`][^\n]{1,400})/g,
  /(?:\.|->|::)(?:use|apply|register|Use|With|Group|guard|layer|route_layer|wrap|middleware|addFilterBefore|addFilterAfter)[ \t]{0,2}\(([^\n]{1,400})/g,
];
/** Properties that hold them: whether what they guard is still there, the lines around tell. */
const PROPERTY =
  /\b(?:preHandler|preValidation|onRequest|beforeHandler|middlewares?|guards?|canActivate(?:Child)?|canLoad|canMatch|beforeEnter|dependencies)["']?[ \t]{0,3}(?:[:=]|=>)([^\n]{1,200})/g;
/** Where everything that is named is asked, whatever else it is called. */
const DEPENDS = /\b(?:Depends|Security)\([ \t]{0,3}(?:\w{1,40}\.){0,3}(\w{1,80})/g;
const PERMISSIONS = /^["']?permission_classes["']?[ \t]{0,3}[=:(][^\n]{0,20}?[[(]([^\])\n]{1,200})/;
const FILTER =
  /^(?:prepend_|append_)?before_(?:action|filter)[ \t(]{1,3}([^\n]{1,200})|^(?:plug|pipe_through|on_mount)\b([^\n]{1,200})/;
/** What is asked of a filter that is named without a word for whom it keeps out. */
const KEEPS_OUT = /^(?:require|ensure|verify|restrict|only|deny|prevent|forbid|reject)_\w{1,80}[!?]?$/;
const FOUND_FIRST =
  /exist|present|found|param|format|json|xhr|load|locale|setup|cache|https?$|ssl|_set$|not_|un(?:authenticated|authorized)/;
const ELEMENT = /<([A-Z]\w{2,60})(?=[\s>/]|$)/g;
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

/** The checks that a line hands to a framework or chains to something. */
export function handedOver(trimmed: string, text: string, syntax: Syntax, add: Add): void {
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
  for (const [, held = ''] of trimmed.matchAll(PROPERTY)) {
    for (const [name] of held.matchAll(NAME)) add(name, strengthOf(name), 'around');
  }
  // Laravel's middleware, one a line.
  const listed =
    syntax === 'php'
      ? /^["'](auth|can|role|permission|admin)\b[\w:.,-]{0,60}["'],?$/.exec(text.trim())?.[1]
      : undefined;
  if (listed !== undefined) add(listed, listed === 'auth' ? 1 : 2);
  for (const [pattern, strength] of CHAINED) {
    for (const [found] of trimmed.matchAll(pattern)) add(found.replace(/[.(]/g, ''), strength);
  }
  if (syntax === 'ruby') filter(trimmed, add);
  if (syntax === 'js') {
    for (const [, name = ''] of trimmed.matchAll(WRAPPER)) add(name, strengthOf(name));
    for (const [, name = ''] of trimmed.matchAll(ELEMENT)) {
      if (isGuardComponent(name)) add(`<${name}>`, strengthWhereAsked(name) || 1, 'around');
    }
    for (const [, name = ''] of trimmed.matchAll(PROCEDURE)) {
      if (!/^(?:public|open|anon)/i.test(name))
        add(name, strengthOf(name.replace(/(?:Procedure|Action|Resolver|Mutation|Query)$/, 'Required')));
    }
  }
  if (syntax === 'python') dependency(trimmed, text, add);
}

function filter(trimmed: string, add: Add): void {
  const match = FILTER.exec(trimmed);
  if (!match) return;
  // For which actions, and when, is no check's name.
  const named = (match[1] ?? match[2] ?? '').split(
    /\b(?:only|except|if|unless|when)\b(?:["']?[ \t]{0,3}(?::|=>)|[ \t])/,
  )[0];
  for (const [name] of (named ?? '').matchAll(NAME)) {
    add(name, strengthOf(name) || (KEEPS_OUT.test(name) && !FOUND_FIRST.test(name) ? 1 : 0));
  }
}

/** What Django's views inherit their checks from. */
const BASES = /^class[ \t]{1,3}\w{1,80}\(([^)\n]{0,200})/;
const MIXIN = /(?:Mixin|Required|Authenticated|Protected|Restricted|Guard)$/;

function dependency(trimmed: string, text: string, add: Add): void {
  for (const [name] of (BASES.exec(trimmed)?.[1] ?? '').matchAll(NAME)) {
    if (MIXIN.test(name)) add(name, strengthOf(name));
  }
  for (const [, name = ''] of trimmed.matchAll(DEPENDS)) add(name, strengthWhereAsked(name), 'either');
  for (const [name] of (PERMISSIONS.exec(trimmed)?.[1] ?? '').matchAll(NAME)) {
    if (/^[A-Z]/.test(name) && !/AllowAny|Public|Anonymous|OrReadOnlyForAll/.test(name))
      add(name, strengthOf(name) || 2);
  }
  for (const [, name = ''] of text.matchAll(
    /["']rest_framework\.permissions\.(Is\w{1,60}|Django\w{1,60})["']/g,
  ))
    add(name, /Admin|Django/.test(name) ? 2 : 1);
}
