import type { Declaration } from './declaration.ts';
import type { Source } from './source.ts';

const RUN = /(?<![\w.])\w{1,20}\.Run\(/g;
const NAMED = /^\s*(?:"((?:[^"\\\n]|\\.)*)"|`([^`]*)`)\s*,\s*func\b(?!\s*\(\s*\w*\s*\*testing\.B\b)/;

/** Go's tests within tests that are named on the spot: `t.Run("empty", func(t *testing.T) {...})`. */
export function subtests(source: Source): Declaration[] {
  const found: Declaration[] = [];
  for (const match of source.code.matchAll(RUN)) {
    const open = match.index + match[0].length - 1;
    const named = NAMED.exec(source.text.slice(open + 1, open + 600));
    const body = source.code.indexOf('{', open);
    if (!named || body === -1) continue;
    // Behind `t.Run`, which would make it look like a table of cases.
    found.push({
      kind: 'test',
      name: named[1] ?? named[2] ?? '',
      head: open,
      start: open,
      body,
      end: source.closerOf(open) + 1,
      call: '',
      only: false,
    });
  }
  return found;
}
