import { pythonBlocks, rubyBlocks } from './blocks.ts';
import { calls } from './calls.ts';
import type { Declaration } from './declaration.ts';
import type { Language } from './languages.ts';
import { methods } from './methods.ts';
import type { Source } from './source.ts';
import { subtests } from './subtests.ts';

/** Tests and suites of a source, outer before inner. */
export function declarationsOf(source: Source): Declaration[] {
  const found = FINDERS[source.language](source);
  return found.toSorted((a, b) => a.start - b.start || b.end - a.end);
}

const FINDERS: Readonly<Record<Language, (source: Source) => Declaration[]>> = {
  js: calls,
  php: (source) => [...calls(source), ...methods(source)],
  java: methods,
  csharp: methods,
  go: (source) => [...methods(source), ...subtests(source)],
  rust: methods,
  python: pythonBlocks,
  ruby: rubyBlocks,
};
