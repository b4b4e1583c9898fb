import { keptByPath } from '../../facts/kept.ts';

/** Languages whose tests are understood. */
export type Language = 'js' | 'python' | 'java' | 'go' | 'rust' | 'ruby' | 'csharp' | 'php';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  js: 'js',
  jsx: 'js',
  mjs: 'js',
  cjs: 'js',
  ts: 'js',
  tsx: 'js',
  mts: 'js',
  cts: 'js',
  py: 'python',
  java: 'java',
  kt: 'java',
  kts: 'java',
  groovy: 'java',
  scala: 'java',
  go: 'go',
  rs: 'rust',
  rb: 'ruby',
  cs: 'csharp',
  php: 'php',
};

/** The language of a file by its name; null: none that is understood. */
export function languageOf(path: string): Language | null {
  const dot = path.lastIndexOf('.');
  return (dot === -1 ? undefined : BY_EXTENSION[path.slice(dot + 1).toLowerCase()]) ?? null;
}

/** What each test framework's file collection goes by: the file's own name. */
const NAMES: Readonly<Record<Language, RegExp>> = {
  js: /[.\-_](?:test|tests|spec|specs|cy|e2e|it)\.[cm]?[jt]sx?$|^(?:test|spec)\.[cm]?[jt]sx?$/i,
  python: /^(?:test_.*|.*_test|tests|test|conftest)\.py$/i,
  java: /(?:Test|Tests|TestCase|IT|ITCase|Spec|Specification)\.(?:java|kt|kts|groovy|scala)$|^Test[A-Z].*\.(?:java|kt)$/,
  go: /_test\.go$/,
  rust: /\.rs$/i,
  ruby: /(?:_spec|_test)\.rb$|^test_.*\.rb$/i,
  csharp: /(?:Tests?|Specs?|Facts)\.cs$/,
  php: /(?:Test|Cest|Spec)\.php$|^(?:pest)\.php$/i,
};

/** Folders that hold tests and nothing else. */
const FOLDERS = /(?:^|\/)(?:__tests__|tests?|specs?|e2e|[\w.-]+\.(?:tests?|unittests?))\//i;
/** Beneath those, material and helpers rather than tests. */
const MATERIAL =
  /(?:^|\/)(?:fixtures?|__fixtures__|testdata|test-data|mocks?|__mocks__|snapshots?|node_modules|vendor)\//i;

/** Whether tests are expected in the file. Rust has them anywhere. */
export const isTestPath = keptByPath((path): boolean => {
  const language = languageOf(path);
  if (language === null || MATERIAL.test(path)) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NAMES[language].test(name) || (language !== 'go' && FOLDERS.test(path));
});

/** Whether the file is something that tests are written for, rather than a test or text about it. */
export const isSourcePath = keptByPath(
  (path): boolean =>
    languageOf(path) !== null && !MATERIAL.test(path) && (path.endsWith('.rs') || !isTestPath(path)),
);
