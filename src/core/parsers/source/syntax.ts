import { keptByPath } from '../../facts/kept.ts';
import type { Language } from '../tests/languages.ts';
import { languageOf } from '../tests/languages.ts';

/** How comments and strings of a file are told from code. `shell` is also Dockerfiles and makefiles. */
export type Syntax = Language | 'shell' | 'yaml' | 'json' | 'settings' | 'markup' | 'graphql';

/** Languages whose comments and strings look like another's. */
const BY_EXTENSION: Readonly<Record<string, Syntax>> = {
  vue: 'js',
  svelte: 'js',
  astro: 'js',
  pyi: 'python',
  pth: 'python',
  c: 'java',
  cc: 'java',
  cpp: 'java',
  h: 'java',
  hpp: 'java',
  swift: 'java',
  dart: 'java',
  gradle: 'java',
  ex: 'ruby',
  exs: 'ruby',
  rake: 'ruby',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  ps1: 'shell',
  mk: 'shell',
  dockerfile: 'shell',
  yml: 'yaml',
  yaml: 'yaml',
  tpl: 'yaml',
  json: 'json',
  jsonc: 'json',
  properties: 'settings',
  ini: 'settings',
  cfg: 'settings',
  cnf: 'settings',
  conf: 'settings',
  toml: 'settings',
  env: 'settings',
  repo: 'settings',
  list: 'settings',
  tf: 'settings',
  hcl: 'settings',
  npmrc: 'settings',
  yarnrc: 'settings',
  curlrc: 'settings',
  wgetrc: 'settings',
  condarc: 'settings',
  gitconfig: 'settings',
  xml: 'markup',
  config: 'markup',
  graphql: 'graphql',
  graphqls: 'graphql',
  gql: 'graphql',
};

/** Names that have no extension, or one that says nothing. */
const BY_NAME: readonly (readonly [RegExp, Syntax])[] = [
  [/^(?:dockerfile|containerfile)(?:[.\-_].*)?$/i, 'shell'],
  [/^(?:makefile|gnumakefile|justfile|procfile)$/i, 'shell'],
  [/^(?:vagrantfile|gemfile|rakefile|fastfile|podfile)$/i, 'ruby'],
  [/^jenkinsfile$/i, 'java'],
  [/^\.env(?:\.[\w.-]+)?$/i, 'settings'],
  [/^(?:sources\.list|ssh_config|pip\.conf|config)$/i, 'settings'],
];
/** Where files without an extension are scripts. */
const SCRIPT_FOLDER = /(?:^|\/)(?:bin|scripts?|hooks|\.husky|\.githooks|ci|entrypoints?)\/[^/.]+$|^[^/.]+$/;

/** The syntax of a file by its path; null: not one whose code is told from prose. */
export const syntaxOf = keptByPath((path): Syntax | null => {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const named = BY_NAME.find(([pattern]) => pattern.test(name));
  if (named) return named[1];
  const language = languageOf(path);
  if (language) return language;
  const dot = name.lastIndexOf('.');
  if (dot === -1) return SCRIPT_FOLDER.test(path) ? 'shell' : null;
  return BY_EXTENSION[name.slice(dot + 1).toLowerCase()] ?? null;
});
