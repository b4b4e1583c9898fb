import type { HclAttribute, HclBlock } from '../../../../parsers/hcl.ts';

/** Where a block stands: its resource, and the blocks and attributes between. */
export interface Around {
  readonly top: HclBlock;
  readonly subject: string;
  readonly path: string;
}

/** The attribute of the first of these names that a block has itself. */
export const attributeOf = (block: HclBlock, ...names: readonly string[]): HclAttribute | undefined =>
  block.attributes.find(({ name }) => names.includes(name));

/** Its value as written, without the quotes around it; empty: there is none. */
export const textOf = (block: HclBlock, ...names: readonly string[]): string =>
  (attributeOf(block, ...names)?.text ?? '').replace(/^"(.*)"$/s, '$1').replace(/^- (?=\d)/, '-');
