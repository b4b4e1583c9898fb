type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Body = Readonly<Record<string, unknown>>;

/** Whom a redaction is about, and what stands in their place. */
export interface Redacted {
  /** null: all people. */
  readonly login: string | null;
  /** What stands for somebody from now on: the same for the same login within one redaction. */
  readonly pseudonymOf: (login: string) => string;
}

/** What stands in place of words and addresses. */
export const GONE = '[redacted]';

/** Whose value is the login of somebody, a list of logins, or an account. */
const NAMING = new Set(
  (
    'login by who author authors committer people users reviewers counted opposed ' +
    'mergedBy waivedBy pushedBy closedBy revertedBy askedBy'
  ).split(' '),
);
/** Of accounts: what else tells who they are. */
const OF_ACCOUNTS = new Set(['id', 'name', 'email']);
/** Whose value is never about people, whatever it looks like. */
const KEPT = new Set(
  (
    'outcome mode state action severity role strength kind hand claimed rule agent agents bots type head sha ref base ' +
    'digest key bound command path version source repository basis how hash at until mergedAt since publicKey signature'
  ).split(' '),
);
/** Conditions of a policy that name people: `{ kind: 'author', value: 'olga' }`. */
const CONDITIONS = new Set(['author', 'contributor', 'contributors', 'user']);
/** Kinds of entries in which somebody gave a word, and what they wrote. */
const WORDS = new Set(['waiver', 'not_agent', 'override', 'freeze', 'revert', 'answered']);
const WRITTEN = new Set(['reason', 'text', 'comment', 'title']);

const LOGIN = /^[a-z\d](?:[\w-]{0,62}[\w])?$/i;
const MENTION = /(?<![\w/.@-])@([a-z\d](?:[\w-]{0,62}\w)?)(?![\w/-])/gi;
const PSEUDONYM = /^person-[\da-f]{4,}$/;
/** `Olga Ivanova <olga@example.org>`. */
const MAILBOX = /[^\s<>:;,"()][^<>:;,"()]{0,100}<([^<>\s]{1,100}@[^<>\s]{1,200})>/g;
const EMAIL = /[\w.+-]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100}){1,6}/g;
/** Addresses of programs. */
const NOBODY = /^(?:no-?reply|\d*\+?[\w-]+\[bot\])@/i;

/**
 * The body of an entry without personal data: who is meant gets a pseudonym wherever a login stands, also in sentences;
 * names, addresses and what they wrote themselves are gone. Outcomes, rules, paths, SHAs, counts and times stay. Of any
 * kind and any version; what is not known is treated by what it looks like. The very same body where nobody is meant.
 */
export function withoutPeople(body: Body, kind: string, redacted: Redacted): Body {
  const meant = peopleIn(body as Json, redacted);
  if (redacted.login !== null && meant.size === 0 && !mentionsAddress(body, redacted.login)) return body;
  const names = new Map([...meant].map((login) => [login, redacted.pseudonymOf(login)]));
  const changed = change(body as Json, '', { names, login: redacted.login }) as Body;
  const written = WORDS.has(kind) && (redacted.login === null || isMeant(body['by'], names));
  const result = written ? withoutWords(changed) : changed;
  return JSON.stringify(result) === JSON.stringify(body) ? body : result;
}

const withoutWords = (body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      WRITTEN.has(key) && typeof value === 'string' ? GONE : value,
    ]),
  );

/** Whether somebody, by login or as an account, is among those who get another name. */
function isMeant(who: unknown, names: ReadonlyMap<string, string>): boolean {
  const login = typeof who === 'string' ? who : (who as { login?: unknown } | null | undefined)?.login;
  return typeof login === 'string' && names.has(login.toLowerCase());
}

const mentionsAddress = (body: Body, login: string): boolean =>
  [...JSON.stringify(body).matchAll(EMAIL)].some(([email]) => isAddressOf(email, login));

/** Logins in lower case of those who are in a body and meant. */
function peopleIn(body: Json, { login }: Redacted): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    const isPerson = LOGIN.test(name) && !PSEUDONYM.test(name);
    if (isPerson && (login === null || name.toLowerCase() === login.toLowerCase())) {
      found.add(name.toLowerCase());
    }
  };
  const walk = (value: Json, key: string): void => {
    if (typeof value === 'string') {
      if (NAMING.has(key)) add(value);
      if (KEPT.has(key)) return;
      for (const [, name = ''] of value.matchAll(MENTION)) add(name);
      if (login !== null && new RegExp(wordOf([login]), 'i').test(value)) add(login);
    } else if (isList(value)) {
      for (const each of value) walk(each, key);
    } else if (typeof value === 'object' && value !== null) {
      if (CONDITIONS.has(String(value['kind'])) && typeof value['value'] === 'string') add(value['value']);
      if (value['type'] === 'Bot') return;
      for (const [name, member] of Object.entries(value)) walk(member, name);
    }
  };
  walk(body, '');
  return found;
}

interface Change {
  /** By login in lower case. */
  readonly names: ReadonlyMap<string, string>;
  /** null: addresses of all people go. */
  readonly login: string | null;
}

function change(value: Json, key: string, to: Change): Json {
  if (typeof value === 'string') return KEPT.has(key) ? value : changeText(value, to);
  if (isList(value)) return value.map((each) => change(each, key, to));
  if (typeof value !== 'object' || value === null) return value;
  const isAccount = isMeant(value, to.names);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (isAccount && OF_ACCOUNTS.has(name)) return [name, null];
      return [name, change(member, name, to)];
    }),
  );
}

function changeText(text: string, { names, login }: Change): string {
  const exact = names.get(text.toLowerCase());
  if (exact !== undefined) return exact;
  const isGone = (email: string): boolean =>
    !NOBODY.test(email) && (login === null || isAddressOf(email, login));
  const withoutMail = text
    .replace(MAILBOX, (whole, email: string) => (isGone(email) ? GONE : whole))
    .replace(EMAIL, (email) => (isGone(email) ? GONE : email));
  if (names.size === 0) return withoutMail;
  const words = new RegExp(wordOf([...names.keys()]), 'gi');
  return withoutMail.replace(words, (name) => names.get(name.toLowerCase()) ?? name);
}

const isAddressOf = (email: string, login: string): boolean => {
  const local = email.slice(0, email.lastIndexOf('@')).toLowerCase();
  return local === login.toLowerCase() || local.endsWith(`+${login.toLowerCase()}`);
};

/** A login as a word of its own: no part of a path, an address or another name. */
const wordOf = (logins: readonly string[]): string =>
  `(?<![\\w/.-])(?:${logins.toSorted((a, b) => b.length - a.length).join('|')})(?![\\w/@-]|\\.\\w)`;

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
