import type { FileChange } from '../../facts/facts.ts';
import type { Ecosystem, Registry } from '../../parsers/manifests/manifest.ts';

/** Where the public packages of each ecosystem are, and nothing that anybody could publish to unasked. */
const PUBLIC: Record<Ecosystem, readonly string[]> = {
  npm: ['registry.npmjs.org', 'registry.yarnpkg.com', 'npm.jsr.io', 'registry.npmjs.com'],
  pypi: ['pypi.org', 'pypi.python.org', 'files.pythonhosted.org', 'download.pytorch.org', 'pypi.nvidia.com'],
  cargo: ['github.com/rust-lang/crates.io-index', 'index.crates.io', 'static.crates.io', 'crates.io'],
  go: ['proxy.golang.org', 'sum.golang.org'],
  rubygems: ['rubygems.org', 'index.rubygems.org'],
  packagist: [
    'repo.packagist.org',
    'packagist.org',
    'asset-packagist.org',
    'wpackagist.org',
    'packages.drupal.org',
  ],
  maven: [
    'repo1.maven.org',
    'repo.maven.apache.org',
    'repository.apache.org',
    'maven.google.com',
    'dl.google.com',
    'plugins.gradle.org',
    'repo.spring.io',
    'oss.sonatype.org',
    's01.oss.sonatype.org',
    'central.sonatype.com',
    'ossrh-staging-api.central.sonatype.com',
    'packages.confluent.io',
    'repo.jenkins-ci.org',
    'packages.jetbrains.team',
    'cache-redirector.jetbrains.com',
  ],
};

/** Scheme, host and path of an address without credentials; lower case. Also of git's `git@host:path`. */
export function addressOf(url: string): { scheme: string; host: string; path: string } | null {
  const found =
    /^(?:(?:git|registry|sparse)\+)?([a-z][a-z+.-]{0,20}):\/\/(?:[^/@\s]{0,500}@)?([^/\s:?#]{1,255})(?::\d+)?([^\s?#]{0,1000})/i.exec(
      url.trim(),
    );
  if (found)
    return {
      scheme: (found[1] ?? '').toLowerCase(),
      host: (found[2] ?? '').toLowerCase(),
      path: (found[3] ?? '').replace(/\/+$/, '').toLowerCase(),
    };
  const scp = /^[\w.-]{1,64}@([\w.-]{1,255}):([^\s?#]{1,500})/.exec(url.trim());
  return scp && { scheme: 'ssh', host: (scp[1] ?? '').toLowerCase(), path: `/${scp[2]}`.toLowerCase() };
}

/** True for an address of the ecosystem's own public registry. */
export function isPublic(ecosystem: Ecosystem, url: string): boolean {
  const address = addressOf(url);
  if (address === null || address.scheme === 'http') return false;
  const place = `${address.host}${address.path}/`;
  return PUBLIC[ecosystem].some((known) => place.startsWith(`${known}/`));
}

/** A setting that names a registry, in a file that only sets package managers up. */
interface Setting {
  readonly pattern: RegExp;
  readonly role: Registry['role'];
}

const URL_VALUE = String.raw`["']?(https?:\/\/[^\s"'\\]{1,500})`;
const setting = (pattern: string, role: Registry['role']): Setting => ({
  pattern: new RegExp(pattern + URL_VALUE, 'i'),
  role,
});

interface ConfigKind {
  readonly path: RegExp;
  readonly ecosystem: Ecosystem;
  readonly settings: readonly Setting[];
}

const COMMAND_LINE = [
  setting(
    String.raw`(?:--index-url|\bpip3? config set \S*index-url|\bPIP_INDEX_URL|\bUV_INDEX_URL|\bUV_DEFAULT_INDEX)[ =]+`,
    'default',
  ),
  setting(
    String.raw`(?:--extra-index-url|--find-links|\bPIP_EXTRA_INDEX_URL|\bUV_EXTRA_INDEX_URL|\bUV_INDEX)[ =]+`,
    'extra',
  ),
];
const NPM_COMMAND_LINE = [
  setting(
    String.raw`(?:--registry|(?:npm|yarn|pnpm) config set (?:-g )?registry|\bnpm_config_registry)[ =]+`,
    'default',
  ),
  setting(String.raw`(?:npm|yarn|pnpm) config set @[\w-]{1,80}:registry[ =]+`, 'scoped'),
];
const DOCKERFILE = /(?:^|\/)(?:[\w.-]*\.)?(?:docker|container)file(?:\.[\w.-]+)?$/i;

const CONFIGS: readonly ConfigKind[] = [
  {
    path: /(?:^|\/)\.(?:npmrc|yarnrc|pnpmrc)$/,
    ecosystem: 'npm',
    settings: [
      setting(String.raw`^\s*["']?registry["']?\s*[= ]\s*`, 'default'),
      setting(String.raw`^\s*["']?@[\w.-]{1,80}:registry["']?\s*[= ]\s*`, 'scoped'),
    ],
  },
  {
    path: /(?:^|\/)(?:\.yarnrc\.yml|bunfig\.toml)$/,
    ecosystem: 'npm',
    settings: [
      setting(String.raw`^(?:npmRegistryServer:|registry\s*=)\s*`, 'default'),
      setting(String.raw`^\s*(?:npmRegistryServer:|"?@[\w.-]{1,80}"?\s*=|url\s*=)\s*`, 'scoped'),
    ],
  },
  {
    path: /(?:^|\/)(?:pip\.(?:conf|ini)|uv\.toml|\.pypirc)$/,
    ecosystem: 'pypi',
    settings: [
      setting(String.raw`^\s*(?:index-url|index|url)\s*=\s*`, 'default'),
      setting(String.raw`^\s*(?:extra-index-url|find-links)\s*=\s*\[?\s*`, 'extra'),
    ],
  },
  { path: DOCKERFILE, ecosystem: 'pypi', settings: COMMAND_LINE },
  { path: DOCKERFILE, ecosystem: 'npm', settings: NPM_COMMAND_LINE },
  {
    path: /(?:^|\/)(?:\.m2\/|\.mvn\/)?settings\.xml$/,
    ecosystem: 'maven',
    settings: [setting(String.raw`<url>\s*`, 'extra')],
  },
];

/** True for files that set registries up and name no dependencies. */
export const isRegistryConfig = (path: string): boolean => CONFIGS.some((kind) => kind.path.test(path));

export interface ConfiguredRegistry extends Registry {
  readonly ecosystem: Ecosystem;
}

/** The registries that such a file names. */
export function configuredRegistries(file: Pick<FileChange, 'path'>, text: string): ConfiguredRegistry[] {
  const kinds = CONFIGS.filter((kind) => kind.path.test(file.path));
  if (kinds.length === 0) return [];
  return text.split('\n').flatMap((raw, i) => {
    const line = raw.slice(0, 2000);
    if (/^\s*(?:#|;|<!--)/.test(line)) return [];
    return kinds.flatMap(({ ecosystem, settings }) =>
      settings
        .flatMap(({ pattern, role }): ConfiguredRegistry[] => {
          const url = pattern.exec(line)?.[1];
          return url === undefined ? [] : [{ ecosystem, url, role, line: i + 1 }];
        })
        .slice(0, 2),
    );
  });
}
