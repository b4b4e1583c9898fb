import { readCargoConfig, readCargoManifest } from './cargo.ts';
import { readComposerManifest } from './composer.ts';
import { readGemfile } from './gemfile.ts';
import { readGoMod } from './go-mod.ts';
import { readGradle, readVersionCatalog } from './gradle.ts';
import { readPom } from './maven.ts';
import { readPackageJson } from './package-json.ts';
import { readPipfile, readPyproject } from './pyproject.ts';
import { readRequirements } from './requirements.ts';
import { readSetupPy } from './setup-py.ts';

/** The registries that names belong to. A name in one says nothing about the same name in another. */
export type Ecosystem = 'npm' | 'pypi' | 'cargo' | 'go' | 'rubygems' | 'packagist' | 'maven';

/** Where something is fetched from when it is not the ecosystem's own registry. */
export interface Origin {
  readonly kind: 'git' | 'url' | 'path' | 'registry';
  /** URL, `owner/repository` shorthand or path as written; without a git reference at its end. */
  readonly where: string;
}

/** One dependency that a manifest names itself. */
export interface Dependency {
  /** As the registry knows it. */
  readonly name: string;
  /** Versions asked for, as written; empty: any. */
  readonly requirement: string;
  /** null: the ecosystem's registry, or a member of the same workspace. */
  readonly origin: Origin | null;
  /** `peer` is left to whoever installs the package; `override` only redirects or pins what others ask for. */
  readonly role: 'runtime' | 'development' | 'peer' | 'override';
  /** True: a member of the same workspace, no matter what any registry has under this name. */
  readonly local: boolean;
  /** 1-based. */
  readonly line: number;
}

/** A registry or index that packages are looked up in. */
export interface Registry {
  readonly url: string;
  /** `extra`: asked besides the default one, so that whoever has the higher version wins. */
  readonly role: 'default' | 'extra' | 'scoped';
  readonly line: number;
}

/** A command that the package manager runs by itself on installation. */
export interface InstallScript {
  readonly name: string;
  readonly command: string;
  readonly line: number;
}

export interface Manifest {
  readonly ecosystem: Ecosystem;
  /** The project's own name; null: it does not say. */
  readonly name: string | null;
  readonly dependencies: readonly Dependency[];
  readonly registries: readonly Registry[];
  readonly scripts: readonly InstallScript[];
}

type Reader = (text: string) => Manifest | null;

const BY_NAME: Readonly<Record<string, Reader>> = {
  'package.json': readPackageJson,
  'pyproject.toml': readPyproject,
  pipfile: readPipfile,
  'setup.py': readSetupPy,
  'cargo.toml': readCargoManifest,
  'go.mod': readGoMod,
  'go.work': readGoMod,
  gemfile: readGemfile,
  'gems.rb': readGemfile,
  'composer.json': readComposerManifest,
  'pom.xml': readPom,
};

function readerOf(path: string): Reader | null {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  const exact = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (exact) return exact;
  if (/(?:^|[-_.])(?:requirements|constraints)[\w.-]*\.(?:txt|in|pip)$/.test(name)) return readRequirements;
  if (/(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/.test(lower)) return readRequirements;
  if (/\.gradle(?:\.kts)?$/.test(name)) return readGradle;
  if (name.endsWith('.versions.toml')) return readVersionCatalog;
  if (name.endsWith('.gemspec')) return readGemfile;
  if (/(?:^|\/)\.cargo\/config(?:\.toml)?$/.test(lower)) return readCargoConfig;
  return null;
}

/** True for files that name dependencies, by their path. */
export const isManifest = (path: string): boolean => readerOf(path) !== null;

/** Longer manifests are not written by hand. */
const MAX_LENGTH = 1_000_000;

/** What a manifest asks for; null: it is no manifest, or it cannot be read as one. Never throws. */
export function readManifest(path: string, text: string): Manifest | null {
  if (text.length > MAX_LENGTH) return null;
  return readerOf(path)?.(text.replace(/^\ufeff/, '')) ?? null;
}
