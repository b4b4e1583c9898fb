import { BLOCKS, placeOf, type Block } from './pages.ts';
import { FOREIGN, WAYS } from './ways.ts';

test.each(BLOCKS.map((block) => ({ place: `${placeOf(block)} (${block.language})`, block })))(
  '$place says what is true',
  ({ block }) => {
    expect(problemsOf(block)).toEqual([]);
  },
);

function problemsOf(block: Block): readonly string[] {
  const way = WAYS[block.language];
  if (way) return way(block);
  if (FOREIGN[block.language] !== undefined) return [];
  return [
    block.language === ''
      ? 'Say after the fence what it is: sh for commands, yaml, json, or text for what is printed.'
      : `The test does not know ${block.language}. Teach it in WAYS, or name it in FOREIGN, of test/docs/ways.ts.`,
  ];
}
