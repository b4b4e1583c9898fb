import type { DiffLine } from '../../facts/diff.ts';
import { linesWith } from '../../facts/line-search.ts';
import { isDocsPath, isTestPath } from './_paths.ts';
import { isPlaceholder, looksRandom } from './_placeholder.ts';
import { windows, type Secret } from './_secrets.ts';

/** `scheme://user:password@host`; the password ends at the last `@` before the host. */
const URL =
  /(?<![A-Za-z0-9+])([a-z][a-z0-9+.-]{1,30}):\/\/([^\s:@/'"`<>\\,;()[\]{}|]{0,80}):([^\s/'"`<>\\]{3,200})@([A-Za-z0-9.:_[\]${}%<>*-]{1,255})/gi;

/** `Server=host;…;Password=password`, as ADO.NET, ODBC and JDBC write it.  */
const KEYS =
  /\b(?:server|data source|host|addr(?:ess)?)=(?:tcp:)?([^;"'\s=]{1,200});(?:[^;"'\n=]{1,60}=[^;"'\n]{0,200};){0,12}?\s?(?:password|pwd)=([^;"'\s]{4,128})/gi;

/** Hosts that are the own machine, or stand for any host. */
const LOCAL =
  /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|host\.docker\.internal|.*\.(?:local|localhost|test|invalid|example|internal)(?:$|[:/])|(?:.*\.)?example\.(?:com|org|net)|(?:your|my|some|db|the)?[-_]?(?:host|hostname|server|domain|proxy)(?:[-_.]?name)?(?:\.com)?(?:$|:))/i;

/** Passwords everyone uses where none is needed. */
const COMMON =
  /^(?:.{0,5}|[a-z_-]*(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|key|credentials?)[a-z_-]*[0-9]{0,4}|(?:postgres|postgresql|mysql|mariadb|mongo|redis|rabbitmq|guest|admin|root|user|username|default|develop(?:ment)?|local|docker|letmein|qwerty|hunter|abc|foo|bar|baz|admin)[0-9]{0,4}!?|x-oauth-basic)$/i;

/** The name of a variable, standing for its value. */
const CONSTANT = /^[A-Z][A-Z0-9_]+$/;

/** Without one of these a line has no password of either form. */
const MAY_HAVE = /:\/\/|password=|pwd=/gi;

const WEB = /^(?:https?|git\+https?|wss?)$/i;

/** A password that is written out, is not one of the usual stand-ins, and opens something elsewhere. */
function isReal(user: string, password: string, host: string, needRandom: boolean): boolean {
  if (
    isPlaceholder(password) ||
    COMMON.test(password) ||
    CONSTANT.test(password) ||
    /[${}[\]%*]|^:|\+ /.test(host)
  )
    return false;
  if (LOCAL.test(host) || password.toLowerCase() === user.toLowerCase()) return false;
  if (/[${}()|]/.test(password) || isPlaceholder(`${host.split(':')[0]}`)) return false;
  return looksRandom(password) || !needRandom;
}

/** Passwords in URLs, in lines of a file. Among tests and docs, and for hosts without a domain, only random ones. */
export function scanConnectionStrings(lines: readonly DiffLine[], path: string): Secret[] {
  const people = isTestPath(path) || isDocsPath(path);
  return linesWith(lines, MAY_HAVE).flatMap(({ text, line }) =>
    windows(text).flatMap((window) => {
      const keys = /password=|pwd=/i.test(window) ? [...window.matchAll(KEYS)] : [];
      const inKeys = keys
        .filter(([, host = '', password = '']) =>
          isReal('', password, host.replace(',', ':'), people || !/[.]/.test(host)),
        )
        .map(([, , password = '']) => ({ what: 'Password in a connection string', secret: password, line }));
      if (!window.includes('://') || !window.includes('@')) return inKeys;
      const inUrls = [...window.matchAll(URL)].flatMap(
        ([, scheme = '', user = '', password = '', host = '']) => {
          const needRandom = people || WEB.test(scheme) || !/[.:]/.test(host.replace(/:[0-9]+$/, ''));
          if (!isReal(user, password, host, needRandom)) return [];
          return [{ what: `Password in a ${scheme.toLowerCase()} URL`, secret: password, line }];
        },
      );
      return [...inUrls, ...inKeys];
    }),
  );
}
