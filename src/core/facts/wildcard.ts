/**
 * Compiles wildcards for labels and titles. The result tells whether a text matches any of them as a whole: `*` stands
 * for any text, also none, and everything else for itself. Case, compatibility forms and invisible characters do not
 * matter.
 */
export function wildcardMatcher(patterns: readonly string[]): (text: string) => boolean {
  const compiled = patterns.map((pattern) => folded(pattern).split('*'));
  return (text) => {
    const plain = folded(text);
    return compiled.some((pieces) => matches(plain, pieces));
  };
}

/** The pieces have to follow one another; taking each at its first place leaves the most room for the others. */
function matches(text: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC');
