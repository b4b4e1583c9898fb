import { z } from 'zod';
import type { LockEntry } from '../../parsers/lockfiles/lockfile.ts';
import type { ChangeFacts, Finding, Rule, Severity } from '../rule.ts';
import { nameList, placesOf, type Seen } from './_finding.ts';
import { hashesDiffer, isMismatched } from './_lock-problems.ts';
import { isOwnLockfile, lockfileChanges, type LockfileChange } from './_lockfile-changes.ts';
import { manifestChanges } from './_manifest-changes.ts';
import { addressOf, configuredRegistries, isPublic, isRegistryConfig } from './_registries.ts';
import { textOf } from './_manifest-changes.ts';

const options = z.strictObject({});

type Problem = 'changed' | 'missing' | 'mismatch' | 'host' | 'unread';

const WORDS: Record<Problem, readonly [severity: Severity, what: string, instead: string]> = {
  changed: [
    'critical',
    'The same version would be another file than before, which a registry never does by itself',
    'Restore the recorded hashes and let the package manager write the lockfile.',
  ],
  mismatch: [
    'critical',
    'What would be fetched is not the package or version that the entry is for',
    'Let the package manager write the lockfile anew from the manifest.',
  ],
  host: [
    'high',
    'Packages would be fetched from a host that the lockfile did not use and no manifest names',
    'Let the package manager write the lockfile anew with the usual registry.',
  ],
  unread: [
    'high',
    'This lockfile cannot be read, so nobody can tell what it would install',
    'Let the package manager write it anew.',
  ],
  missing: [
    'medium',
    'Nothing would tell whether the right file is installed, since the recorded hash is gone',
    'Let the package manager write the lockfile anew, so that every entry has its hash.',
  ],
};

const hostKey = (url: string): string | null => {
  const address = addressOf(url);
  return address && (address.scheme === 'http' ? `http://${address.host}` : address.host);
};

/** Every host that a text fetches from. */
function hostsOf(text: string): Set<string> {
  const hosts = new Set<string>();
  for (const [, scheme = '', host = ''] of text.matchAll(
    /\b(http|https|ssh|git)(?:%3[Aa]|:)(?:%2[Ff]|\/){2}(?:[^/@\s"'%]{1,200}@)?([\w.-]{1,255})/g,
  ))
    hosts.add(scheme === 'http' ? `http://${host.toLowerCase()}` : host.toLowerCase());
  return hosts;
}

/** Hosts that the change names where people look: manifests and settings of package managers. */
function declaredHosts(facts: ChangeFacts): Set<string> {
  const urls = [
    ...manifestChanges(facts.files).flatMap(({ head }) => [
      ...(head?.registries ?? []).map(({ url }) => url),
      ...(head?.dependencies ?? []).flatMap(({ origin }) =>
        origin === null ? [] : [origin.where, ...(origin.kind === 'git' ? ['https://github.com'] : [])],
      ),
    ]),
    ...facts.files
      .filter(({ path }) => isRegistryConfig(path))
      .flatMap((file) => configuredRegistries(file, textOf(file.head) ?? '').map(({ url }) => url)),
  ];
  const hosts = new Set(urls.flatMap((url) => hostKey(url) ?? []));
  // Git hosts serve archives from hosts of their own.
  if (hosts.has('github.com')) for (const host of ['codeload.github.com', 'api.github.com']) hosts.add(host);
  return hosts;
}

/** Hosts that an entry may be fetched from without a word. */
function usualHosts({ baseText, head }: LockfileChange, declared: ReadonlySet<string>): ReadonlySet<string> {
  const usual = new Set([...declared, ...hostsOf(baseText)]);
  if (usual.has('github.com')) usual.add('codeload.github.com');
  if (head?.ecosystem === 'packagist')
    for (const host of ['api.github.com', 'github.com', 'codeload.github.com', 'gitlab.com']) usual.add(host);
  if (baseText !== '') return usual;
  // A lockfile that begins now has nothing to compare with but itself.
  const counts = new Map<string, number>();
  for (const { artifacts } of head?.entries ?? [])
    for (const host of new Set(artifacts.flatMap(({ url }) => (url === null ? [] : (hostKey(url) ?? [])))))
      counts.set(host, (counts.get(host) ?? 0) + 1);
  const total = head?.entries.length ?? 0;
  for (const [host, count] of counts) if (count * 2 >= total && !host.startsWith('http:')) usual.add(host);
  return usual;
}

interface Known {
  /** By name and version. */
  readonly byKey: ReadonlyMap<string, readonly LockEntry[]>;
  readonly byName: ReadonlyMap<string, readonly LockEntry[]>;
}

function index(entries: readonly LockEntry[]): Known {
  const byKey = new Map<string, LockEntry[]>();
  const byName = new Map<string, LockEntry[]>();
  const add = (map: Map<string, LockEntry[]>, key: string, entry: LockEntry): void => {
    const list = map.get(key);
    if (list) list.push(entry);
    else map.set(key, [entry]);
  };
  for (const entry of entries) {
    add(byKey, `${entry.resolved.name}@${entry.resolved.version}`, entry);
    add(byName, entry.name, entry);
  }
  return { byKey, byName };
}

const hashed = (entry: LockEntry): boolean =>
  entry.artifacts.some(({ hash }) => hash !== null && hash !== 'none');

function problemsOf(
  entry: LockEntry,
  change: LockfileChange,
  known: Known,
  usual: ReadonlySet<string>,
): Problem[] {
  const ecosystem = change.head?.ecosystem ?? 'npm';
  const problems: Problem[] = [];
  const same = (known.byKey.get(`${entry.resolved.name}@${entry.resolved.version}`) ?? []).filter(
    (other) => !other.unhashed,
  );
  const changed = entry.artifacts.some(
    ({ file, hash, url }) =>
      same.length > 0 &&
      !entry.unhashed &&
      same.every((other) =>
        other.artifacts.some(
          (before) =>
            before.file === file &&
            before.hash !== null &&
            hash !== null &&
            hashesDiffer(before.hash, hash) &&
            sameSource(before.url, url),
        ),
      ),
  );
  if (changed) problems.push('changed');
  const renamed = entry.name !== entry.resolved.name && !isAliased(entry, change);
  if (renamed || isMismatched(ecosystem, entry)) problems.push('mismatch');
  const foreign = entry.artifacts.some(({ url }) => {
    const host = url === null || isPublic(ecosystem, url) ? null : hostKey(url);
    return host !== null && !usual.has(host);
  });
  if (foreign) problems.push('host');
  const before = [...same, ...(known.byName.get(entry.name) ?? [])];
  if (!entry.unhashed && !hashed(entry) && before.some(hashed)) problems.push('missing');
  return problems;
}

/** Another kind of source (a fork instead of the release) has another hash by right, and is told of as a source. */
const sameSource = (before: string | null, after: string | null): boolean =>
  before === null || after === null || addressOf(before)?.scheme === addressOf(after)?.scheme;

/** Somebody in the lockfile or a manifest asks for the one name by the other. */
const isAliased = ({ resolved }: LockEntry, { headText }: LockfileChange): boolean =>
  headText.includes(`npm:${resolved.name}@`) || headText.includes(`npm:${resolved.name}"`);

function inspect(facts: ChangeFacts): Finding[] {
  const seen = new Map<Problem, Seen[]>();
  const note = (problem: Problem, one: Seen): void => {
    const list = seen.get(problem);
    if (list) list.push(one);
    else seen.set(problem, [one]);
  };
  const declared = declaredHosts(facts);
  for (const change of lockfileChanges(facts.files)) {
    if (change.head === null && change.headText.trim() !== '') {
      const place = { path: change.path, line: null, side: 'head' as const };
      note('unread', { name: change.path, severity: WORDS.unread[0], place });
    }
    const known = index(change.base?.entries ?? []);
    const usual = usualHosts(change, declared);
    for (const entry of change.head?.entries ?? []) {
      for (const problem of problemsOf(entry, change, known, usual)) {
        note(problem, {
          name: `${entry.name}@${entry.resolved.version}`,
          severity: WORDS[problem][0],
          place: { path: change.path, line: entry.line, side: 'head' },
        });
      }
    }
  }
  return [...seen].map(([problem, list]) => {
    const [severity, what, instead] = WORDS[problem];
    return {
      rule: 'lockfile-integrity',
      family: 'dependency-risk',
      severity,
      message: `${what}: ${nameList(list.map(({ name }) => name))}. ${instead}`,
      places: placesOf(list),
    };
  });
}

const npm = (name: string, entry: string): string =>
  `{\n  "lockfileVersion": 3,\n  "packages": {\n    "node_modules/${name}": {\n      ${entry}\n    }\n  }\n}\n`;

/** Entries of a lockfile that no package manager would have written. */
export const lockfileIntegrity: Rule<z.infer<typeof options>> = {
  id: 'lockfile-integrity',
  family: 'dependency-risk',
  summary:
    'A lockfile entry is fetched from elsewhere, has another or no hash, or is another package than it says.',
  why: 'Package managers install what the lockfile says, not what the manifest means, and nobody reads thousands of generated lines. An address or a hash that was exchanged by hand there brings in any code under a trusted name, and stays after the manifest was reviewed.',
  remediation:
    'Throw the edited entries away and let the package manager write the lockfile from the manifest, on a machine that uses the usual registry.',
  severity: 'high',
  action: 'review',
  options,
  needs: (file) => ({ content: isOwnLockfile(file.path) ? 'both' : 'nothing' }),
  inspect,
  flagged: [
    {
      name: 'the same version with another hash',
      files: [
        {
          path: 'package-lock.json',
          before: npm('ms', '"version": "2.1.3",\n      "integrity": "sha512-AAAA"'),
          after: npm('ms', '"version": "2.1.3",\n      "integrity": "sha512-BBBB"'),
        },
        {
          path: 'go.sum',
          before: 'github.com/a/b v1.0.0 h1:AAAA=\n',
          after: 'github.com/a/b v1.0.0 h1:BBBB=\n',
        },
        {
          path: 'Cargo.lock',
          before: '[[package]]\nname = "a"\nversion = "1.0.0"\nchecksum = "aaaa"\n',
          after: '[[package]]\nname = "a"\nversion = "1.0.0"\nchecksum = "bbbb"\n',
        },
      ],
      places: [
        { path: 'package-lock.json', line: 4, side: 'head' },
        { path: 'go.sum', line: 1, side: 'head' },
        { path: 'Cargo.lock', line: 1, side: 'head' },
      ],
    },
    {
      name: 'what is no lockfile any more',
      files: [{ path: 'package-lock.json', before: '{}\n', after: '{"packages": {<<<<<<< \n' }],
      places: [{ path: 'package-lock.json', line: null, side: 'head' }],
    },
    {
      name: 'another host, and a hash that is gone',
      files: [
        {
          path: 'yarn.lock',
          before:
            'ms@^2.1.1:\n  version "2.1.2"\n  resolved "https://registry.yarnpkg.com/ms/-/ms-2.1.2.tgz#1"\n  integrity sha512-AAAA\n',
          after:
            'ms@^2.1.1:\n  version "2.1.3"\n  resolved "https://packages.example.com/ms/-/ms-2.1.3.tgz"\n',
        },
      ],
      places: [
        { path: 'yarn.lock', line: 1, side: 'head' },
        { path: 'yarn.lock', line: 1, side: 'head' },
      ],
    },
    {
      name: 'another package under the name',
      files: [
        {
          path: 'package-lock.json',
          before: npm('ms', '"version": "2.1.2"'),
          after: npm(
            'ms',
            '"version": "2.1.3",\n      "resolved": "https://registry.npmjs.org/ns/-/ns-2.1.3.tgz",\n      "integrity": "sha512-BBBB"',
          ),
        },
      ],
      places: [{ path: 'package-lock.json', line: 4, side: 'head' }],
    },
  ],
  clean: [
    {
      name: 'new versions, each with its hash',
      files: [
        {
          path: 'package-lock.json',
          before: npm('ms', '"version": "2.1.2",\n      "integrity": "sha512-AAAA"'),
          after: npm(
            'ms',
            '"version": "2.1.3",\n      "resolved": "https://registry.npmjs.org/ms/-/ms-2.1.3.tgz",\n      "integrity": "sha512-BBBB"',
          ),
        },
        {
          path: 'pnpm-lock.yaml',
          before:
            "lockfileVersion: '9.0'\n\npackages:\n\n  ms@2.1.2:\n    resolution: {integrity: sha512-AAAA}\n",
          after:
            "lockfileVersion: '9.0'\n\npackages:\n\n  ms@2.1.3:\n    resolution: {integrity: sha512-BBBB}\n",
        },
        {
          path: 'uv.lock',
          before:
            '[[package]]\nname = "a-b"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "https://files.pythonhosted.org/packages/1/a_b-1.0.tar.gz", hash = "sha256:a" }\n',
          after:
            '[[package]]\nname = "a-b"\nversion = "1.1"\nsource = { registry = "https://pypi.org/simple" }\nsdist = { url = "https://files.pythonhosted.org/packages/1/a_b-1.1.tar.gz", hash = "sha256:b" }\n',
        },
      ],
    },
    {
      name: 'a stronger algorithm, more files of the same version',
      files: [
        {
          path: 'package-lock.json',
          before: npm('ms', '"version": "2.1.3",\n      "integrity": "sha1-AAAA"'),
          after: npm('ms', '"version": "2.1.3",\n      "integrity": "sha512-BBBB"'),
        },
        {
          path: 'poetry.lock',
          before:
            '[[package]]\nname = "a"\nversion = "1.0"\nfiles = [\n    {file = "a-1.0.tar.gz", hash = "sha256:a"},\n]\n',
          after:
            '[[package]]\nname = "a"\nversion = "1.0"\nfiles = [\n    {file = "a-1.0-py3-none-any.whl", hash = "sha256:b"},\n    {file = "a-1.0.tar.gz", hash = "sha256:a"},\n]\n',
        },
      ],
    },
    {
      name: 'a host that the manifest names, too; an alias',
      files: [
        {
          path: 'package.json',
          before: '{}\n',
          after: '{"dependencies": {"a": "https://example.com/a.tgz", "b": "npm:c@1.0.0"}}\n',
        },
        {
          path: 'package-lock.json',
          before: npm('ms', '"version": "2.1.3"'),
          after:
            '{"lockfileVersion": 3, "packages": {"": {"dependencies": {"b": "npm:c@1.0.0"}}, "node_modules/a": {"version": "1.0.0", "resolved": "https://example.com/a.tgz", "integrity": "sha512-A"}, "node_modules/b": {"name": "c", "version": "1.0.0", "resolved": "https://registry.npmjs.org/c/-/c-1.0.0.tgz", "integrity": "sha512-C"}}}\n',
        },
      ],
    },
  ],
};
