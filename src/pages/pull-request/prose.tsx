import type { Child } from 'hono/jsx';

/**
 * The few marks that the check run's sentences use, as elements: `###` headings, paragraphs, nested lists, **bold**,
 * _emphasis_ and `code`. Anything else is text as it stands, so nothing that the sentences quote can become markup.
 */
export function proseOf(markdown: string): { readonly heading: string; readonly content: Child } {
  const lines = markdown.split('\n');
  const heading = lines[0]?.startsWith('### ') ? unmarked(lines[0].slice(4)) : '';
  return { heading, content: <Blocks lines={heading === '' ? lines : lines.slice(1)} /> };
}

interface Block {
  readonly kind: 'text' | 'note' | 'code' | 'list';
  readonly lines: string[];
}

const FENCE = /^\s*```/;
const ITEM = /^(\s*)- (.*)$/;

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let open = null as Block | null;
  let fenced = false;
  for (const line of lines) {
    const isFence = FENCE.test(line);
    if (isFence) fenced = !fenced;
    const kind: Block['kind'] | null = isFence ? null : fenced ? 'code' : kindOf(line, open);
    if (kind === null) {
      open = null;
      continue;
    }
    if (open?.kind !== kind) {
      open = { kind, lines: [] };
      blocks.push(open);
    }
    open.lines.push(line);
  }
  return blocks;
}

function kindOf(line: string, open: Block | null): Block['kind'] | null {
  // HTML that folds things away on GitHub has no use here.
  if (line.trim() === '' || /^<\/?(?:details|summary)/.test(line)) return null;
  if (ITEM.test(line)) return 'list';
  if (line.startsWith('>')) return 'note';
  return open?.kind === 'list' && /^\s/.test(line) ? 'list' : 'text';
}

const Blocks = ({ lines }: { readonly lines: readonly string[] }) => (
  <>
    {blocksOf(lines).map((block) => {
      if (block.kind === 'code') return <pre>{block.lines.join('\n')}</pre>;
      if (block.kind === 'list') return <List items={itemsOf(block.lines)} />;
      const text = block.lines.map((line) => line.replace(/^(?:> ?|#+ )/, '')).join(' ');
      return <p class={block.kind === 'note' ? 'note' : undefined}>{inline(text)}</p>;
    })}
  </>
);

interface Item {
  readonly text: string;
  readonly under: Item[];
}

function itemsOf(lines: readonly string[]): Item[] {
  const root: Item[] = [];
  const path: { readonly indent: number; readonly item: Item }[] = [];
  for (const line of lines) {
    const [, spaces, text] = ITEM.exec(line) ?? [];
    const last = path.at(-1);
    if (spaces === undefined || text === undefined) {
      last?.item.under.push({ text: line.trim(), under: [] });
      continue;
    }
    while ((path.at(-1)?.indent ?? -1) >= spaces.length) path.pop();
    const item = { text, under: [] };
    (path.at(-1)?.item.under ?? root).push(item);
    path.push({ indent: spaces.length, item });
  }
  return root;
}

const List = ({ items }: { readonly items: readonly Item[] }): Child => (
  <ul>
    {items.map(({ text, under }) => (
      <li>
        {inline(text)}
        {under.length > 0 && <List items={under} />}
      </li>
    ))}
  </ul>
);

/** A code span with as many backticks at its end as at its beginning, or bold, or emphasis of a whole part. */
const MARK = /(`+)(.+?)(?<!`)\1(?!`)|\*\*(.+?)\*\*|(?<![\w\\])_([^_]+)_(?!\w)/;

/** One line of the check run's sentences. */
export function inline(text: string): Child[] {
  const parts: Child[] = [];
  let rest = text;
  for (let match = MARK.exec(rest); match; match = MARK.exec(rest)) {
    const [whole, , span, bold, emphasis] = match;
    parts.push(unmarked(rest.slice(0, match.index)));
    if (span !== undefined) parts.push(<code>{span.replace(/^ (.*) $/, '$1')}</code>);
    else if (bold !== undefined) parts.push(<strong>{unmarked(bold)}</strong>);
    else parts.push(<em>{inline(emphasis ?? '')}</em>);
    rest = rest.slice(match.index + whole.length);
  }
  return [...parts, unmarked(rest)];
}

/** What is escaped for GitHub's renderer needs no escaping here. */
const unmarked = (text: string): string =>
  text.replaceAll('\u2060', '').replace(/\\([\\*_[\]<>~#|`&])/g, '$1');
