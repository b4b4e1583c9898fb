/** An element of an XML document. */
export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  /** By name without prefix, as written between the quotes, with the five named entities replaced. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Character data of the element itself. */
  readonly text: string;
  /** 1-based line of the opening tag. */
  readonly line: number;
  /** 1-based line on which the character data begins. */
  readonly textLine: number;
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
  readonly line: number;
  textLine: number;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(lt|gt|amp|quot|apos);/g, (_all, name: string) => ENTITIES[name] ?? '');
const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Deeper elements are taken for children of the deepest. */
const MAX_DEPTH = 100;

/** Where a tag ends: the next `>` outside quotes; -1: nowhere. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  return -1;
}

/**
 * The elements at the top of an XML text. No entities of its own are followed and nothing is loaded. Never fails:
 * what is not closed ends with the text, and text after something that cannot be read is left out.
 */
export function parseXml(text: string): XmlElement[] {
  const top: XmlElement[] = [];
  const open: Open[] = [];
  let line = 1;
  let next = text.indexOf('\n');
  const lineAt = (at: number): number => {
    for (; next >= 0 && next < at; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
  const add = (piece: string, at: number): void => {
    const current = open.at(-1);
    if (!current || piece === '') return;
    if (current.text.trim() === '') current.textLine = lineAt(at);
    current.text += piece;
  };
  const close = (): void => {
    const done = open.pop();
    if (done) (open.at(-1)?.children ?? top).push(done);
  };
  for (let at = 0; at < text.length;) {
    const begin = text.indexOf('<', at);
    add(unescaped(text.slice(at, begin < 0 ? text.length : begin)), at);
    if (begin < 0) break;
    const [mark, terminator] = text.startsWith('<!--', begin)
      ? ['<!--', '-->']
      : text.startsWith('<![CDATA[', begin)
        ? ['<![CDATA[', ']]>']
        : ['', ''];
    if (mark !== '') {
      const end = text.indexOf(terminator, begin + mark.length);
      if (end < 0) break;
      if (mark !== '<!--') add(text.slice(begin + mark.length, end), begin + mark.length);
      at = end + terminator.length;
      continue;
    }
    const end = tagEnd(text, begin + 1);
    if (end < 0) break;
    const tag = text.slice(begin + 1, end);
    at = end + 1;
    const ends = /^\/\s*([\w:.-]{1,200})/.exec(tag);
    if (ends) {
      const name = local(ends[1] ?? '');
      // An end without a beginning closes nothing.
      const depth = open.findLastIndex((element) => element.name === name);
      if (depth >= 0) while (open.length > depth) close();
      continue;
    }
    const begins = /^([\w:.-]{1,200})/.exec(tag);
    if (!begins) continue;
    const attributes = new Map(
      [...tag.matchAll(/([\w:.-]{1,200})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, name = '', double, single]) => [local(name), unescaped(double ?? single ?? '')],
      ),
    );
    const own = lineAt(begin);
    if (open.length >= MAX_DEPTH) close();
    open.push({ name: local(begins[1] ?? ''), attributes, children: [], text: '', line: own, textLine: own });
    if (tag.endsWith('/')) close();
  }
  while (open.length > 0) close();
  return top;
}
