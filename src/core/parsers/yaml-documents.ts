/** One YAML document of a file. */
export interface DocumentText {
  readonly text: string;
  /** Lines of the file before it. */
  readonly offset: number;
}

const MARK = /^---(?=[ \t\r\n]|$)/m;

/**
 * Those documents of a YAML text that another text does not have, as often and word for word: a manifest of megabytes
 * need not be parsed for what a change leaves alone.
 */
export function changedDocuments(text: string, other: string): DocumentText[] {
  const shared = new Map<string, number>();
  for (const document of other.split(MARK)) {
    const key = document.trimEnd();
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  let offset = 0;
  return text.split(MARK).flatMap((document) => {
    const part = { text: document, offset };
    offset += document.split('\n').length - 1;
    const key = document.trimEnd();
    const left = shared.get(key) ?? 0;
    shared.set(key, left - 1);
    return left > 0 || key === '' ? [] : [part];
  });
}
