import type { Counted } from './seen.ts';

/** By the end of a file's name. Data and markup tell nothing of who should look at a change. */
const LANGUAGES: Readonly<Record<string, readonly string[]>> = {
  TypeScript: ['ts', 'tsx', 'mts', 'cts'],
  JavaScript: ['js', 'jsx', 'mjs', 'cjs'],
  Vue: ['vue'],
  Svelte: ['svelte'],
  Python: ['py'],
  Ruby: ['rb', 'rake', 'erb'],
  Go: ['go'],
  Java: ['java'],
  Kotlin: ['kt', 'kts'],
  'C#': ['cs'],
  'F#': ['fs'],
  PHP: ['php'],
  Rust: ['rs'],
  Swift: ['swift'],
  'C and C++': ['c', 'cc', 'cpp', 'cxx', 'h', 'hpp'],
  Scala: ['scala'],
  Elixir: ['ex', 'exs'],
  Clojure: ['clj', 'cljs'],
  Dart: ['dart'],
  Shell: ['sh', 'bash'],
  PowerShell: ['ps1'],
  SQL: ['sql'],
  Terraform: ['tf', 'tfvars'],
  Markdown: ['md', 'mdx'],
};

const BY_ENDING = new Map(
  Object.entries(LANGUAGES).flatMap(([name, endings]) => endings.map((ending) => [ending, name] as const)),
);

/** What the files are written in, most files first. */
export function languagesOf(paths: readonly string[]): Counted[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const name = BY_ENDING.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return mostFirst(counts);
}

/** Counts as a list: most first, then by name, so that the same repository gives the same text. */
export const mostFirst = (counts: ReadonlyMap<string, number>): Counted[] =>
  [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
