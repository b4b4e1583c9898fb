import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page that people read: README.md, what GitHub shows beside it, and everything under docs. */
export interface Page {
  readonly path: string;
  /** Text without fenced blocks, line for line: theirs are empty. */
  readonly prose: readonly string[];
  readonly blocks: readonly Block[];
  /** What a link may point to on the page, as GitHub names headings. */
  readonly anchors: ReadonlySet<string>;
}

/** What stands between two fences. */
export interface Block {
  readonly path: string;
  /** Of the opening fence, from 1. */
  readonly line: number;
  /** After the opening fence: `yaml`. */
  readonly language: string;
  /** Of a comment on the line before the fence: `floor` of `<!-- floor -->`; else empty. */
  readonly mark: string;
  readonly text: string;
}

/** Where a block stands, for names of tests: `docs/policy.md:11`. */
export const placeOf = ({ path, line }: Block): string => `${path}:${line}`;

const pagesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pagesUnder(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });

const read = (path: string): Page => {
  const prose: string[] = [];
  const blocks: Block[] = [];
  let open: { fence: string; indent: string; block: Omit<Block, 'text'>; text: string[] } | null = null;
  let mark = '';
  for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
    if (open) {
      prose.push('');
      if (line.trim() === open.fence) {
        blocks.push({ ...open.block, text: `${open.text.join('\n')}\n` });
        open = null;
      } else {
        open.text.push(line.startsWith(open.indent) ? line.slice(open.indent.length) : line);
      }
      continue;
    }
    const fence = /^(\s*)(`{3,})(.*)$/.exec(line);
    if (fence) {
      const [, indent = '', ticks = '', language = ''] = fence;
      const block = { path, line: index + 1, language: language.trim(), mark };
      open = { fence: ticks, indent, block, text: [] };
      prose.push('');
      mark = '';
      continue;
    }
    if (line.trim() !== '') mark = /^\s*<!-- ([a-z][a-z ]*) -->$/.exec(line)?.[1] ?? '';
    prose.push(line);
  }
  if (open) throw new Error(`${path}:${open.block.line}: this block is never closed.`);
  return { path, prose, blocks, anchors: anchorsOf(prose) };
};

/** As GitHub makes them: lower case, spaces to hyphens, punctuation away, a number from the second of a name on. */
function anchorsOf(prose: readonly string[]): Set<string> {
  const anchors = new Set<string>();
  for (const line of prose) {
    const heading = /^#{1,6} (.+?)#*$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
    const anchor = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let name = anchor;
    for (let count = 1; anchors.has(name); count++) name = `${anchor}-${count}`;
    anchors.add(name);
  }
  return anchors;
}

/** Every page, in the order of their paths. */
export const PAGES: readonly Page[] = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...pagesUnder('docs'),
]
  .toSorted()
  .map(read);

export const BLOCKS: readonly Block[] = PAGES.flatMap(({ blocks }) => blocks);
