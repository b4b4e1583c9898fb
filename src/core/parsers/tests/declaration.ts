import type { Source } from './source.ts';

/** Where a test or suite stands in a source. Offsets. */
export interface Declaration {
  readonly kind: 'test' | 'suite';
  readonly name: string;
  /** Attributes, annotations and decorators begin here, or the declaration itself. */
  readonly head: number;
  readonly start: number;
  readonly body: number;
  readonly end: number;
  /** What was called: `it.skip`, `xit`; the keyword in other languages. */
  readonly call: string;
  readonly only: boolean;
}

/** Where the attributes, annotations or decorators before a declaration begin, with comments between them. */
export function headOf(source: Source, start: number): number {
  const { code } = source;
  let head = start;
  for (let count = 0; count < 1000; count++) {
    let at = head - 1;
    while (at >= 0 && /\s/.test(code[at] ?? '')) at--;
    // Squared brackets: `[Fact]`, `#[test]`.
    if (code[at] === ']') {
      const open = source.openerOf(at);
      if (open < 0) break;
      const hash = code[open - 1] === '#' ? 1 : 0;
      if (hash === 0 && source.language !== 'csharp') break;
      head = open - hash;
      continue;
    }
    // `@Test`, `@pytest.mark.skip(reason=...)`.
    if (code[at] === ')') at = source.openerOf(at) - 1;
    const end = at;
    while (at >= 0 && end - at < 200 && /[\w.:]/.test(code[at] ?? '')) at--;
    if (at < 0 || code[at] !== '@') break;
    head = at;
  }
  return commentAbove(source, head);
}

/** PHPUnit reads a test's attributes from the comment above it. */
function commentAbove(source: Source, head: number): number {
  if (source.language !== 'php') return head;
  const end = source.text.slice(0, head).trimEnd().length;
  if (!source.text.endsWith('*/', end)) return head;
  const begin = source.text.lastIndexOf('/**', end);
  return begin !== -1 && end - begin < 4000 ? begin : head;
}
