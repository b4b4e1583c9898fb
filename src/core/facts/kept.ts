/** Characters of paths that a change of some thousand files has. */
const PATHS = 200_000;

/** A question about paths that many rules ask of each file, answered once. */
export const keptByPath = <T>(answer: (path: string) => T): ((path: string) => T) =>
  keptByText(answer, PATHS);

/**
 * A function of texts that remembers what it made of the last ones, for rules that ask for the same text one after the
 * other. What it makes must not be changed by anyone.
 *
 * @param maxCharacters that the remembered texts have together; the oldest are forgotten first
 */
export function keptByText<T>(make: (text: string) => T, maxCharacters: number): (text: string) => T {
  const kept = new Map<string, { readonly made: T }>();
  let characters = 0;
  return (text) => {
    const known = kept.get(text);
    if (known) return known.made;
    const made = make(text);
    if (text.length > maxCharacters) return made;
    kept.set(text, { made });
    characters += text.length;
    for (const oldest of kept.keys()) {
      if (characters <= maxCharacters) break;
      kept.delete(oldest);
      characters -= oldest.length;
    }
    return made;
  };
}
