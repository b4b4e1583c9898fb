import { trailerBlock } from '../../../../src/core/agents/text/trailer-block.ts';

const A = 'Signed-off-by: A <a@x.example>';
const B = 'Co-authored-by: B <b@x.example>';

/** The lines of the block, as `git interpret-trailers --parse --no-divider` 2.39 takes them. */
const block = (message: string): string[] | null => {
  const lines = message.split('\n');
  const found = trailerBlock(lines);
  return found && lines.slice(found.start, found.end);
};

test.each<[string, string, string[] | null]>([
  ['the last paragraph', `T\n\nBody.\n\n${A}\n${B}\n`, [A, B]],
  ['not the title', `${A}\n${B}\n`, null],
  ['not a paragraph with prose', `T\n\nprose\n${B}\n`, null],
  ['a paragraph with prose, where git wrote a line', `T\n\nprose\n${A}\n`, ['prose', A]],
  ['three other lines for each trailer', `T\n\none\ntwo\nthree\n${A}\n`, ['one', 'two', 'three', A]],
  ['not four', `T\n\none\ntwo\nthree\nfour\n${A}\n`, null],
  [
    'a cherry-pick line counts as one of git',
    'T\n\nx\n(cherry picked from commit 1)\n',
    ['x', '(cherry picked from commit 1)'],
  ],
  ['the exact start alone is git’s', `T\n\nprose\nsigned-off-by: A\n`, null],
  ['folded lines belong to the trailer above', `T\n\n${B}\n and\n\tmore\n`, [B, ' and', '\tmore']],
  ['folded lines above any trailer are prose', `T\n\n more\n${B}\n`, null],
  ['Windows line ends', `T\r\n\r\n${B}\r\n`, [`${B}\r`]],
  ['lines of white space at the end', `T\n\n${B}\n \t\n`, [B, ' \t']],
  ['a form feed is no white space', `T\n\n${B}\n\f\n`, null],
  ['comments and blank lines at the end do not count', `T\n\n${B}\n\n# Please\n#\n`, [B]],
  ['comments between trailers are left in place', `T\n\n${A}\n# x\n${B}\n`, [A, '# x', B]],
  ['nor does a list of conflicts', `T\n\n${B}\n\nConflicts:\n\ta.ts\n\tb.ts\n`, [B]],
  [
    'nor a difference below the scissors',
    `T\n\n${B}\n# ------------------------ >8 ------------------------\ndiff\n`,
    [B],
  ],
  ['spaces before the colon', 'T\n\nkey \t: v\n', ['key \t: v']],
  ['no space inside a key', 'T\n\na key: v\n', null],
  ['keys begin with any of their characters', 'T\n\n-k: v\n', ['-k: v']],
  ['keys are ASCII', 'T\n\nSchlüssel: v\n', null],
  ['a URL is a key to git', 'T\n\nhttps://x.example\n', ['https://x.example']],
  ['blank lines before the title', `\n\nT\n\n${B}\n`, [B]],
  ['nothing', '', null],
  ['a title alone', 'T', null],
])('%s', (_what, message, wanted) => {
  expect(block(message)).toEqual(wanted);
});
