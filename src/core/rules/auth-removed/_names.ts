/** How much a check asks: 1, that somebody is signed in; 2, that they may do this. 0: it is no such check. */
export type Strength = 0 | 1 | 2;

const SIGNED_IN = new Set(
  'auth authn authed authenticate authenticated authentication authenticates login loggedin logged signin signed jwt protected protect private secured secure bearer passport apikey identity session authorize authorized authorization authorizes token guard guards user verified oauth sso clerk user currentuser'.split(
    ' ',
  ),
);
const MAY = new Set(
  'authz permission permissions perm perms role roles admin admins administrator acl rbac abac ability abilities policy policies scope scopes superuser superadmin staff owner owned owns ownership access privilege privileges privileged entitlement entitlements allowed member membership moderator mod can cannot granted grant rights authority authorities forbidden tenant'.split(
    ' ',
  ),
);
/** They name a check only beside a word that says what is asked: `require_user`, `check_access`. */
const VAGUE = new Set(
  'user session token identity private secure policy policies scope scopes owner access allowed member mod can cannot grant rights tenant guard guards logged signed verified clerk protect protected acl authorization'.split(
    ' ',
  ),
);
const ASKS = new Set(
  'require required requires requiring ensure ensures ensured check checks checked verify verifies verified assert asserts enforce enforces enforced must has have is only guard guards protect protected restrict restricted restricts validate validates deny denies unless abort authenticate authenticated authorize authorizes authorized with need needs needed any gate confirm logged login signed middleware can hasany limit mixin prevent prevents block blocks reject'.split(
    ' ',
  ),
);
/** What is measured or kept, rather than asked. */
const MEASURES = new Set(
  'length size count max min limit number persisted loaded created closed started expired status'.split(' '),
);
/** Names about checks that make none, by how they begin, in words, and by how they end. */
const OTHER_FIRST =
  /^(?:skip|store|save|track|assign|put|init|build|prepare|parse|find|record|send|notify|list|no|allow any|anonymous|public|permit all|optional|without|disable|ignore|unauth|unauthori[sz]ed|unauthenticated|mock|fake|test|un|api (?:bearer|unauthori|forbidden|security)\w*|(?:creat|generat|updat|delet|remov|add|fetch|load|refresh|revok|reset)(?:e?d|e|s|ing)?|get token|set|log ?out|sign ?out|on|handle|render|use (?:state|effect)|auto|enable web|with mock|csrf)(?= |$)/;
const OTHER_LAST =
  /(?:error|exception|provider|config|configuration|options|settings|url|uri|path|type|types|interface|props|state|event|schema|dto|request|response|result|message|controller|service|repository|factory|builder|client|header|headers|endpoint|router|routes|serializer|form|page|view|button|dialog|modal|count|list|id|ids|name|names|author|code|codes|token|context|store|cookie|key|keys|input|output|params|filter_backends|package|packages|library|enabled|disabled)$/i;

const wordsOf = (name: string): string[] =>
  (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());

const known = new Map<string, Strength>();

/** What a name asks for if it is that of a check: `requireAdmin`, `login_required`, `JwtAuthGuard`. */
export function strengthOf(name: string): Strength {
  let strength = known.get(name);
  if (strength === undefined) {
    strength = weigh(name, false);
    if (known.size > 20_000) known.clear();
    known.set(name, strength);
  }
  return strength;
}

/** The same where the place already says that something is asked for, as in `Depends(get_current_user)`. */
export const strengthWhereAsked = (name: string): Strength => (KEEPS_DATA.test(name) ? 0 : weigh(name, true));

/** Connections and stores, which are handed over in the same places. */
const KEEPS_DATA = /(?:session|repo|manager|db|dal|crud|handler|preferences|profile|agent)s?$/i;

function weigh(name: string, isAsked: boolean): Strength {
  if (name.length > 80) return 0;
  const words = wordsOf(name);
  const asked = words.filter((word) => SIGNED_IN.has(word) || MAY.has(word));
  if (asked.length === 0 || isOther(name, words) || words.some((word) => MEASURES.has(word))) return 0;
  const asks = isAsked || words.some((word) => ASKS.has(word));
  // What is permitted may also be listed, left or counted: it takes a word that asks, or the name alone.
  const clear = words.length === 1 || asked.some((word) => SIGNED_IN.has(word) && !VAGUE.has(word));
  if (!asks && !clear) return 0;
  if (words.length === 1 && VAGUE.has(words[0] ?? '')) return 0;
  return asked.some((word) => MAY.has(word)) ? 2 : 1;
}

/** `ensureSqlUser` makes one; `validateSaltForUser` says whose data it is; a `...VersionId` is no person's. */
const isAboutData = (words: readonly string[]): boolean => {
  const [first, last] = [words[0] ?? '', words.at(-1)];
  if (first === 'ensure' && words.some((word) => /^(?:sql|mysql|postgres|db|database)$/.test(word)))
    return true;
  if (last === 'id' && words.length > 2) return !isSomeone(words.at(-2) ?? '');
  const whose = words.indexOf('for');
  return first === 'validate' && whose > 1 && !words.slice(1, whose).some(isSomeone);
};
const isSomeone = (word: string): boolean =>
  SIGNED_IN.has(word) ||
  MAY.has(word) ||
  /^(?:account|org|organi[sz]ation|team|workspace|project)$/.test(word);

const isOther = (name: string, words: readonly string[]): boolean => {
  if (isAboutData(words)) return true;
  if (!OTHER_FIRST.test(words.join(' ')) && !OTHER_LAST.test(name)) return false;
  // `verifyToken`, `check_api_key`, `requireSession`: what the name ends in is what is asked for.
  return !(
    /^(?:verify|check|require|ensure|validate|authenticate|assert|protect|enforce)$/.test(words[0] ?? '') &&
    /(?:token|key|keys|request|header|headers|cookie|context|id|code|page|view|controller|endpoint)$/i.test(
      name,
    )
  );
};

/** Whether a statement that is one call of this name is a check: it says what it does, as `checkPermission` does. */
export function isCheckingCall(name: string): boolean {
  const words = wordsOf(name);
  const first = words[0] ?? '';
  if (strengthOf(name) === 0) return false;
  return /^(?:require|requires|ensure|check|verify|assert|enforce|must|authorize|authenticate|restrict|deny|guard|protect|validate|abort|throw|raise|confirm|doorkeeper|load|prevent)$/.test(
    first,
  );
}

/** Components that show what is in them only to those who may see it; not what merely belongs to signing in. */
export const isGuardComponent = (name: string): boolean =>
  /^(?:Require[A-Z]\w*|Protected\w*|Private(?:Route|Page|Outlet|Layout)\w*|\w*(?:Auth|Login|Role|Admin|Permission|Access|Session)\w*(?:Guard|Gate|Required|Route|Only|Boundary)|\w*AuthGuard|Authenticated\w*|Authorized\w*|Restricted\w*|(?:Auth|Role|Admin|User)Guard\w*)$/.test(
    name,
  ) && !/Error|Provider|Context|Icon|Form$/.test(name);

/** Words in what is compared that say who asks or what they may. */
export const ASKED =
  /user|session|auth|permi|role|admin|\bcan[_A-Z]|\bcan\b|allowed|owner|member|staff|super|token|api_?key|access|polic|ability|scope|principal|claims|identity|logged|signed|caller|actor|creator|author_?id|tenant|may[A-Z_]|\bme\b|secret|signature/i;
