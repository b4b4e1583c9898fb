import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import type { Ecosystem, Manifest, Origin } from '../../parsers/manifests/manifest.ts';
import type { ChangeFacts, Finding, Rule } from '../rule.ts';
import { nameList, placesOf, type Seen, worst } from './_finding.ts';
import { isNotInstalled, isOwnManifest, manifestChanges, textOf } from './_manifest-changes.ts';
import { addressOf, configuredRegistries, isPublic, isRegistryConfig } from './_registries.ts';

const options = z.strictObject({});

/** A source besides the public registry, and what makes it the same one elsewhere. */
interface Source extends Seen {
  readonly kind: 'package' | 'registry';
  readonly key: string;
}

const ARCHIVE = /\.(?:tgz|tar(?:\.\w{1,4})?|zip|whl|egg|jar|gem|crate)$/i;

/** True where a path leaves the repository, or names an archive that nobody can read in a review. */
function isRiskyPath(where: string, manifest: string): boolean {
  if (ARCHIVE.test(where)) return true;
  if (/^(?:\/|~|[A-Za-z]:[\\/])/.test(where)) return true;
  let depth = manifest.split('/').length - 1;
  for (const part of where.split('/')) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return true;
  }
  return false;
}

function originKey(origin: Origin): string {
  const where = origin.where.replace(/\.git$/, '').replace(/^(?:github|gitlab|bitbucket):/, '');
  const address = addressOf(where);
  const short = address === null ? where : `${address.host}${address.path}`.replace(/\.git$/, '');
  return short.replace(/^(?:www\.)?github\.com\//, '').toLowerCase();
}

function ofManifest(path: string, manifest: Manifest | null): Source[] {
  if (manifest === null) return [];
  const packages = manifest.dependencies.flatMap(({ name, origin, line }): Source[] => {
    if (origin === null || (origin.kind === 'path' && !isRiskyPath(origin.where, path))) return [];
    if (origin.kind === 'registry' && isPublic(manifest.ecosystem, origin.where)) return [];
    // An archive in the ecosystem's own registry, addressed in full.
    if (origin.kind === 'url' && isPublic(manifest.ecosystem, origin.where)) return [];
    const plain = origin.where.startsWith('http:');
    return [
      {
        kind: 'package',
        key: originKey(origin),
        name,
        severity: plain ? 'high' : 'medium',
        place: { path, line, side: 'head' },
      },
    ];
  });
  const registries = manifest.registries.flatMap(({ url, role, line }) =>
    registrySource(manifest.ecosystem, url, role, { path, line, side: 'head' }),
  );
  return [...packages, ...registries];
}

function registrySource(ecosystem: Ecosystem, url: string, role: string, place: Source['place']): Source[] {
  if (isPublic(ecosystem, url)) return [];
  const address = addressOf(url);
  // A variable, a local folder, the registry's own short name.
  if (address === null || !/^(?:https?|git|ssh|sparse)/.test(address.scheme)) return [];
  const severity = address.scheme === 'http' || role !== 'scoped' ? 'high' : 'medium';
  const scheme = address.scheme === 'http' ? 'http' : '';
  return [
    {
      kind: 'registry',
      key: `${scheme} ${address.host}${address.path}`,
      name: address.host,
      severity,
      place,
    },
  ];
}

function ofConfig(file: FileChange, side: 'base' | 'head'): Source[] {
  const path = side === 'base' ? (file.previousPath ?? file.path) : file.path;
  const text = textOf(file[side]);
  if (text === null || isNotInstalled(path)) return [];
  return configuredRegistries({ path }, text).flatMap(({ ecosystem, url, role, line }) =>
    registrySource(ecosystem, url, role, { path, line, side: 'head' }),
  );
}

function inspect(facts: ChangeFacts): Finding[] {
  const manifests = manifestChanges(facts.files);
  const configs = facts.files.filter((file) => isRegistryConfig(file.path));
  const before = new Set(
    [
      ...manifests.flatMap(({ basePath, base }) => ofManifest(basePath, base)),
      ...configs.flatMap((file) => ofConfig(file, 'base')),
    ].map(({ key }) => key),
  );
  const seen = [
    ...manifests.flatMap(({ path, head }) => ofManifest(path, head)),
    ...configs.flatMap((file) => ofConfig(file, 'head')),
  ].filter(({ key }) => !before.has(key));
  const finding = (kind: Source['kind'], what: string, instead: string): Finding[] => {
    const own = seen.filter((source) => source.kind === kind);
    if (own.length === 0) return [];
    return [
      {
        rule: 'dependency-source',
        family: 'dependency-risk',
        severity: worst(own),
        message: `${what}: ${nameList(own.map(({ name }) => name))}. ${instead}`,
        places: placesOf(own),
      },
    ];
  };
  return [
    ...finding(
      'package',
      'Packages would come from a repository, an address or an archive that no registry stands behind',
      'Take a published version, or let someone read that very source and pin it to a commit.',
    ),
    ...finding(
      'registry',
      'Packages would be looked up in another place, where others may have registered the same names',
      'Keep to the public registry, or let whoever answers for that host confirm it and bind it to its own names.',
    ),
  ];
}

/** Packages and registries that are not the ecosystem's own. */
export const dependencySource: Rule<z.infer<typeof options>> = {
  id: 'dependency-source',
  family: 'dependency-risk',
  summary: 'A dependency comes from git, a URL, an archive or another registry than before.',
  why: 'What a registry publishes stays as it is and can be scanned; a branch, an address or a file can be something else tomorrow. An index that is asked besides the usual one wins with a higher version number, which is how dependency confusion reached Apple, Microsoft and 33 other companies (2021) and the nightly builds of PyTorch (December 2022).',
  remediation:
    'Publish the fork or wait for the release. Where another registry is needed, name it for single scopes or packages (`@acme:registry`, `explicit = true`, a named source), over https.',
  severity: 'high',
  action: 'review',
  options,
  needs: (file) => ({
    content:
      isOwnManifest(file.path) || (isRegistryConfig(file.path) && !isNotInstalled(file.path))
        ? 'both'
        : 'nothing',
  }),
  inspect,
  flagged: [
    {
      name: 'npm: git, an address, an archive, an override',
      files: [
        {
          path: 'package.json',
          before: '{}\n',
          after:
            '{\n  "dependencies": {\n    "a": "github:someone/a",\n    "b": "https://example.com/b.tgz",\n    "c": "file:vendor/c.tgz",\n    "d": "someone/d#main"\n  },\n  "overrides": {\n    "e": "git+ssh://git@example.com/e.git"\n  }\n}\n',
        },
      ],
      places: [3, 4, 5, 6, 9].map((line) => ({ path: 'package.json', line, side: 'head' as const })),
    },
    {
      name: 'Python: git, another index',
      files: [
        {
          path: 'requirements.txt',
          before: 'flask\n',
          after:
            '--extra-index-url https://packages.example.com/simple\nflask\ngit+https://github.com/someone/tool@main#egg=tool\nother @ https://example.com/other-1.0.whl\n',
        },
        {
          path: 'pyproject.toml',
          before: '[project]\nname = "a"\n',
          after:
            '[project]\nname = "a"\n\n[tool.uv.sources]\nlib = { git = "https://example.com/lib" }\n\n[[tool.uv.index]]\nurl = "https://index.example.com/simple"\n',
        },
      ],
      places: [
        ...[1, 3, 4].map((line) => ({ path: 'requirements.txt', line, side: 'head' as const })),
        ...[5, 8].map((line) => ({ path: 'pyproject.toml', line, side: 'head' as const })),
      ],
    },
    {
      name: 'Go, Cargo, Bundler, Composer, Maven',
      files: [
        {
          path: 'go.mod',
          before: 'module a\n',
          after: 'module a\n\nreplace github.com/a/b => github.com/someone/b v0.1.0\n',
        },
        {
          path: 'Cargo.toml',
          before: '[package]\nname = "a"\n',
          after:
            '[package]\nname = "a"\n\n[patch.crates-io]\nserde = { git = "https://github.com/someone/serde" }\n',
        },
        {
          path: 'Gemfile',
          before: "source 'https://rubygems.org'\n",
          after:
            "source 'https://rubygems.org'\nsource 'https://gems.example.com'\ngem 'a', github: 'someone/a'\n",
        },
        {
          path: 'composer.json',
          before: '{}\n',
          after:
            '{\n  "repositories": [\n    { "type": "vcs", "url": "https://github.com/someone/fork" }\n  ]\n}\n',
        },
        {
          path: 'pom.xml',
          before: '<project/>\n',
          after:
            '<project>\n  <repositories>\n    <repository>\n      <id>x</id>\n      <url>http://repo.example.com/maven2</url>\n    </repository>\n  </repositories>\n</project>\n',
        },
      ],
      places: [
        { path: 'go.mod', line: 3, side: 'head' },
        { path: 'Cargo.toml', line: 5, side: 'head' },
        { path: 'Gemfile', line: 2, side: 'head' },
        { path: 'Gemfile', line: 3, side: 'head' },
        { path: 'composer.json', line: 3, side: 'head' },
        { path: 'pom.xml', line: 5, side: 'head' },
      ],
    },
    {
      name: 'settings of package managers, and images',
      files: [
        { path: '.npmrc', before: '', after: 'registry=https://npm.example.com/\n' },
        { path: '.yarnrc.yml', before: '', after: 'npmRegistryServer: "https://npm.example.org"\n' },
        {
          path: 'pip.conf',
          before: '',
          after: '[global]\nextra-index-url = https://pip.example.com/simple\n',
        },
        {
          path: 'Dockerfile',
          before: 'FROM python:3.13\n',
          after: 'FROM python:3.13\nRUN pip install --index-url http://pypi.example.net/simple flask\n',
        },
      ],
      places: [
        { path: '.npmrc', line: 1, side: 'head' },
        { path: '.yarnrc.yml', line: 1, side: 'head' },
        { path: 'pip.conf', line: 2, side: 'head' },
        { path: 'Dockerfile', line: 2, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'folders of the same repository, and workspaces',
      files: [
        {
          path: 'packages/web/package.json',
          before: '{}\n',
          after:
            '{"dependencies": {"a": "file:../a", "b": "workspace:*", "c": "link:../c", "d": "npm:e@1"}}\n',
        },
        { path: 'crates/a/Cargo.toml', before: '', after: '[dependencies]\nb = { path = "../b" }\n' },
        { path: 'svc/go.mod', before: 'module a\n', after: 'module a\nreplace example.com/b => ../b\n' },
        { path: 'requirements.txt', before: '', after: '-e .\n-r base.txt\nflask\n' },
      ],
    },
    {
      name: 'a source that was there: another commit of it, or in another file',
      files: [
        {
          path: 'package.json',
          before: '{"dependencies": {"a": "github:someone/a#v1"}}\n',
          after: '{"dependencies": {"a": "git+https://github.com/someone/a.git#v2"}}\n',
        },
        { path: 'requirements/base.txt', before: 'git+https://example.com/x@v1\n', after: '' },
        { path: 'requirements/prod.txt', before: '', after: 'git+https://example.com/x@v2\n' },
      ],
    },
    {
      name: "the ecosystem's own places",
      files: [
        { path: '.npmrc', before: '', after: 'registry=https://registry.npmjs.org/\nsave-exact=true\n' },
        { path: 'Gemfile', before: '', after: "source 'https://rubygems.org'\n" },
        {
          path: 'Dockerfile',
          before: '',
          after: 'RUN pip install torch --index-url https://download.pytorch.org/whl/cpu\n',
        },
        {
          path: 'build.gradle',
          before: '',
          after: 'repositories {\n  maven { url "https://plugins.gradle.org/m2/" }\n}\n',
        },
      ],
    },
  ],
};
