import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES } from '../../src/server/configuration/variables.ts';
import { COMMANDS } from './command-tree.ts';
import { BLOCKS, PAGES } from './pages.ts';

const sourcesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|js|yml|sh)$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
const code = ['src', 'demo', 'scripts', 'bench', 'test/support', '.ci'].flatMap(sourcesUnder).join('\n');

/** Names in capitals that belong to others, and what they are. */
const OTHERS: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: 'of the PostgreSQL image',
  POSTGRES_USER: 'of the PostgreSQL image',
  POSTGRES_DB: 'of the PostgreSQL image',
};

/** Code within lines and blocks. */
const pieces = (path: string): string[] => {
  const page = PAGES.find((each) => each.path === path);
  const inline = [...(page?.prose.join('\n') ?? '').matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  const blocks = BLOCKS.filter(
    (block) => block.path === path && ['sh', 'yaml', 'ini'].includes(block.language),
  );
  return [...inline, ...blocks.map(({ text }) => text)];
};

const written = PAGES.filter(({ path }) => !/^docs\/(rules\/|agents|incidents|benchmarks)/.test(path)).map(
  ({ path }) => path,
);

test.each(written)('%s names variables that there are', (path) => {
  const names = pieces(path).flatMap((text) =>
    [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name),
  );
  const unknown = [...new Set(names)].filter(
    (name) => OTHERS[name] === undefined && !new RegExp(`\\b${name}\\b`).test(code),
  );
  expect(unknown).toEqual([]);
});

test('every variable that is read is in docs/operations.md, or in the page of what reads it', () => {
  const read = [...code.matchAll(/(?:environment|process\.env)(?:\??\.|\[')([A-Z][A-Z0-9_]+)/g)].map(
    ([, name = '']) => name,
  );
  const said =
    PAGES.map(({ prose }) => prose.join('\n')).join('\n') + BLOCKS.map(({ text }) => text).join('\n');
  const missing = [...new Set([...read, ...Object.keys(VARIABLES)])].filter(
    (name) => !IN_CODE_ONLY.includes(name) && !new RegExp(`\\b${name}\\b`).test(said),
  );
  expect(missing).toEqual([]);
});

/** What only the project's own scripts and every Unix program read. */
const IN_CODE_ONLY = ['PATH', 'HOME', 'CI'];

test.each(written)('%s names options that there are', (path) => {
  const all = new Set(
    [...COMMANDS.values()].flatMap(({ options }) => options.flatMap(({ long }) => (long ? [long] : []))),
  );
  const inline = (PAGES.find((each) => each.path === path)?.prose.join('\n') ?? '').matchAll(
    /`(--[a-z][a-z-]*)[^`]*`/g,
  );
  const unknown = [...inline]
    .map(([, option = '']) => option)
    .filter((option) => !all.has(option) && !COMMON.includes(option));
  expect(unknown).toEqual([]);
});

const COMMON = ['--help', '--version'];
