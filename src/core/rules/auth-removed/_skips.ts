import type { FileChange, FileContent } from '../../facts/facts.ts';
import { codeOf } from '../../parsers/source/added.ts';
import type { Spot } from '../../parsers/source/added.ts';
import { scopesOf } from '../../parsers/source/scopes.ts';
import { coverageAt, isNarrowed, type Coverage } from './_coverage.ts';

const SKIP = /^\s*skip_before_(?:action|filter)[ \t(]{1,3}:(\w{1,80}!?)/;

interface Skip {
  readonly line: number;
  readonly coverage: Coverage;
}

/** Rails filters that were skipped for some actions and are now skipped for more of those that were there. */
export function widenedSkips({ path, previousPath, base, head }: FileChange): Spot[] {
  const [before, after] = [skipsOf(previousPath ?? path, base), skipsOf(path, head)];
  return [...after].flatMap(([name, { line, coverage }]): Spot[] => {
    const was = before.get(name);
    if (!was || !isNarrowed(coverage, was.coverage, functionsOf(previousPath ?? path, base))) return [];
    return [{ what: 'everyone', path, line, text: name }];
  });
}

function skipsOf(path: string, content: FileContent | undefined): Map<string, Skip> {
  const skips = new Map<string, Skip>();
  const code = codeOf(path, content);
  if (code?.syntax !== 'ruby') return skips;
  const texts = code.text.split('\n');
  texts.forEach((text, i) => {
    const name = SKIP.exec(text.slice(0, 400))?.[1];
    const coverage = name === undefined ? null : coverageAt(texts, i);
    if (name !== undefined && coverage) skips.set(name, { line: i + 1, coverage });
  });
  return skips;
}

function functionsOf(path: string, content: FileContent | undefined): Set<string> {
  const code = codeOf(path, content);
  return new Set(
    code
      ? scopesOf(code)
          .all.filter(({ kind }) => kind === 'function')
          .map(({ name }) => name)
      : [],
  );
}
