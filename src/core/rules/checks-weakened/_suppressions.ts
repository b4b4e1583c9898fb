import { lineChanges } from '../../facts/diff.ts';
import type { DiffLine } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import { isTestPath } from '../../parsers/tests/languages.ts';
import type { ChangeFacts, Need, Place } from '../rule.ts';

/** A comment that tells a tool to look away. */
export interface Suppression {
  readonly place: Place;
  /** The directive itself, the same wherever it stands. */
  readonly directive: string;
}

const CODE =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|py|pyi|rb|go|rs|java|kt|kts|groovy|scala|cs|fs|vb|php|swift|c|cc|cpp|h|hpp|m|mm|sh|bash|tf|tfvars|hcl|ya?ml|toml|json5?|dockerfile|sql|ex|exs|dart|lua|css|scss|html)$|(?:^|\/)(?:Dockerfile[\w.-]*|Makefile|Jenkinsfile)$/i;
/** What machines write: nobody mends it by hand. */
const GENERATED =
  /(?:^|\/)(?:generated|__generated__|gen|vendor|third_party|node_modules|dist|build|target|snapshots?|__snapshots__|fixtures?|testdata|\.yarn)\/|[.\-_](?:gen|generated|pb|g|min|bundle)\.\w+$|_pb2?(?:_grpc)?\.\w+$|\.pb\.\w+$|\.d\.[cm]?ts$|\.designer\.cs$|\.lock\.ya?ml$/i;

/** The patch of code that people write. */
export const suppressionNeeds = (file: FileChange): Need => ({
  content: isCode(file.path) ? 'patch' : 'nothing',
});

const isCode = (path: string): boolean => CODE.test(path) && !GENERATED.test(path);

/**
 * Suppressions that the change adds: as many of a directive as there are more than before, in the whole change, so
 * that code which moves or is edited keeps its own.
 * @param directiveOf the directive on a line; null: none.
 */
export function addedSuppressions(
  facts: ChangeFacts,
  directiveOf: (line: DiffLine, path: string) => string | null,
): Suppression[] {
  const before = new Map<string, number>();
  const found: Suppression[] = [];
  for (const file of facts.files) {
    const { added, removed } = lineChanges(file);
    const basePath = file.previousPath ?? file.path;
    for (const line of removed) {
      const directive = line.text.length > 2000 || !isCode(basePath) ? null : directiveOf(line, basePath);
      if (directive !== null) before.set(directive, (before.get(directive) ?? 0) + 1);
    }
    if (!isCode(file.path)) continue;
    for (const line of added) {
      const directive = line.text.length > 2000 ? null : directiveOf(line, file.path);
      if (directive !== null) {
        found.push({ directive, place: { path: file.path, line: line.line, side: 'head' } });
      }
    }
  }
  return found.filter(({ directive }) => {
    const left = before.get(directive) ?? 0;
    before.set(directive, left - 1);
    return left <= 0;
  });
}

/** Whether a file holds tests and nothing else; Rust has them beside the code. */
export const isTestOnly = (path: string): boolean => isTestPath(path) && !path.endsWith('.rs');

/** Whether what begins at `index` stands in a string rather than in a comment. */
export function inString(text: string, index: number): boolean {
  let quote = '';
  for (let at = 0; at < index; at++) {
    const char = text[at] ?? '';
    if (char === '\\') at++;
    else if (quote === '' && /["'`]/.test(char)) quote = char;
    else if (char === quote) quote = '';
  }
  return quote !== '';
}
