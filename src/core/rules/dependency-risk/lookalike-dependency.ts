import { z } from 'zod';
import type { Ecosystem } from '../../parsers/manifests/manifest.ts';
import { pypiName } from '../../parsers/manifests/requirements.ts';
import type { ChangeFacts, Finding, Rule } from '../rule.ts';
import { nameList, placesOf } from './_finding.ts';
import { isOwnManifest, newDependencies } from './_manifest-changes.ts';
import { POPULAR, SCOPED, SCOPES } from './_popular-names.ts';

const options = z.strictObject({});

/** Shorter names are close to each other by chance. */
const MIN_LENGTH = 5;
const SEPARATORS = /[-_.]+/;

const joined = (name: string): string => name.split(SEPARATORS).join('');
const sorted = (name: string): string => name.split(SEPARATORS).toSorted().join('-');

/** One letter more, less or other, or two neighbours swapped. */
export function isOneEditAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.length > restB.length) return restA.slice(1) === restB;
  if (restB.length > restA.length) return restB.slice(1) === restA;
  if (restA.slice(1) === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

/** Everything in which a name may resemble another one, besides single letters. */
interface Known {
  readonly names: ReadonlySet<string>;
  readonly byJoined: ReadonlyMap<string, string>;
  readonly bySorted: ReadonlyMap<string, string>;
}

const known = new Map<Ecosystem, Known>();

function knownOf(ecosystem: Ecosystem): Known {
  let found = known.get(ecosystem);
  if (!found) {
    const listed = POPULAR[ecosystem] ?? [];
    const names = ecosystem === 'pypi' ? listed.map(pypiName) : listed;
    const long = names.filter((name) => name.length >= MIN_LENGTH);
    found = {
      names: new Set(names),
      byJoined: new Map(long.map((name) => [joined(name), name])),
      bySorted: new Map(long.filter((name) => SEPARATORS.test(name)).map((name) => [sorted(name), name])),
    };
    known.set(ecosystem, found);
  }
  return found;
}

/** Between what is only a number apart (`boto`, `boto3`) or a plural, the edit is how such names are made. */
const differsByNumber = (a: string, b: string): boolean => a.replace(/\d+/g, '') === b.replace(/\d+/g, '');

/** The well-known package that a name could be mistaken for; null: none. */
export function lookalikeOf(ecosystem: Ecosystem, name: string): string | null {
  const { names, byJoined, bySorted } = knownOf(ecosystem);
  if (names.has(name)) return null;
  if (ecosystem === 'npm' && name.startsWith('@')) return scopeLike(name);
  if (name.length < MIN_LENGTH) return null;
  const same = byJoined.get(joined(name)) ?? bySorted.get(sorted(name));
  if (same !== undefined && same !== name) return same;
  for (const other of names) {
    if (other.length < MIN_LENGTH || !isOneEditAway(name, other) || differsByNumber(name, other)) continue;
    // A letter exchanged in a short word makes another word.
    if (
      name.length === other.length &&
      other.length <= MIN_LENGTH &&
      sorted([...name].join('-')) !== sorted([...other].join('-'))
    )
      continue;
    return other;
  }
  return ecosystem === 'npm' ? (withoutScope.get(joined(name)) ?? null) : null;
}

/** `@typs/node` for `@types/node`. */
function scopeLike(name: string): string | null {
  const [scope = '', rest = ''] = name.split('/');
  if (SCOPES.includes(scope)) return null;
  const meant = SCOPES.find((other) => other.length > MIN_LENGTH && isOneEditAway(scope, other));
  return meant === undefined ? null : `${meant}/${rest}`;
}

/** `types-node` for `@types/node`. */
const withoutScope = new Map(SCOPED.map((name) => [joined(name.slice(1).replace('/', '-')), name]));

function inspect(facts: ChangeFacts): Finding[] {
  const seen = newDependencies(facts.files).flatMap(({ ecosystem, dependency, path }) => {
    const meant = lookalikeOf(ecosystem, dependency.name);
    if (meant === null) return [];
    const place = { path, line: dependency.line, side: 'head' as const };
    return [{ name: `${dependency.name} (${meant}?)`, severity: 'high' as const, place }];
  });
  if (seen.length === 0) return [];
  return [
    {
      rule: 'lookalike-dependency',
      family: 'dependency-risk',
      severity: 'high',
      message: `Names that are nearly those of well-known packages often belong to somebody else: ${nameList(seen.map(({ name }) => name))}. Correct the name, or let a person confirm that this very package is meant.`,
      places: placesOf(seen),
    },
  ];
}

/** New dependencies with names that are nearly those of well-known packages. */
export const lookalikeDependency: Rule<z.infer<typeof options>> = {
  id: 'lookalike-dependency',
  family: 'dependency-risk',
  summary: 'A new dependency is named nearly like a well-known package.',
  why: 'Whoever registers a misspelling of a popular name runs code wherever somebody mistypes it: `crossenv` took credentials from those who meant `cross-env` (npm, 2017), and `rustdecimal` from those who meant `rust_decimal` (crates.io, 2022). Models make the same slips, and the same ones again and again.',
  remediation:
    'Compare the name with the registry page of the package that is meant. If the other package is meant indeed, a person confirms it once.',
  severity: 'high',
  action: 'review',
  options,
  needs: (file) => ({ content: isOwnManifest(file.path) ? 'both' : 'nothing' }),
  inspect,
  flagged: [
    {
      name: 'a hyphen, a letter, swapped parts, a scope',
      files: [
        {
          path: 'package.json',
          before: '{}\n',
          after:
            '{\n  "dependencies": {\n    "crossenv": "1",\n    "expresss": "4",\n    "native-react": "1",\n    "types-node": "1",\n    "@typs/node": "1"\n  }\n}\n',
        },
      ],
      places: [3, 4, 5, 6, 7].map((line) => ({ path: 'package.json', line, side: 'head' as const })),
    },
    {
      name: 'other registries',
      files: [
        { path: 'requirements.txt', before: '', after: 'reqeusts==2.31\npython-jwt\ndateutil-python\n' },
        { path: 'Cargo.toml', before: '', after: '[dependencies]\nserde-jsn = "1"\nserdejson = "1"\n' },
        { path: 'go.mod', before: '', after: 'require github.com/siruspen/logrus v1.0.0\n' },
      ],
      places: [
        { path: 'requirements.txt', line: 1, side: 'head' },
        { path: 'requirements.txt', line: 3, side: 'head' },
        { path: 'Cargo.toml', line: 3, side: 'head' },
        { path: 'go.mod', line: 1, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'well-known names that are close to each other',
      files: [
        {
          path: 'package.json',
          before: '{}\n',
          after:
            '{"dependencies": {"react": "19", "preact": "10", "vuex": "4", "vue": "3", "color": "4", "mysql2": "3", "@types/node": "20"}}\n',
        },
        {
          path: 'requirements.txt',
          before: '',
          after: 'boto3\npsycopg2-binary\nPyYAML\npython_dateutil\nRuamel-Yaml\n',
        },
      ],
    },
    {
      name: 'it was there before',
      files: [
        {
          path: 'package.json',
          before: '{"dependencies": {"crossenv": "1.0.0"}}\n',
          after: '{"dependencies": {"crossenv": "1.0.1"}}\n',
        },
      ],
    },
  ],
};
