import { readMessage } from '../../../../src/core/agents/text/trailers.ts';

const CLAUDE = 'Co-authored-by: Claude <noreply@anthropic.com>';
const NADIA = 'Co-authored-by: Nadia <nadia@acme.example>';
const texts = (message: string): string[] => readMessage(message).trailers.map((trailer) => trailer.text);

describe('trailers are found', () => {
  test.each<[string, string, string[]]>([
    ['in the last paragraph', `Fix it\n\nWhy.\n\n${CLAUDE}\n`, [CLAUDE]],
    ['with several to a block', `Fix it\n\n${NADIA}\n${CLAUDE}\n`, [NADIA, CLAUDE]],
    [
      'whatever the case of the key',
      'Fix it\n\nCO-AUTHORED-BY: A <a@x.example>\n',
      ['Co-authored-by: A <a@x.example>'],
    ],
    ['with Windows line ends', `Fix it\r\n\r\n${CLAUDE}\r\n`, [CLAUDE]],
    ['with spaces before the colon', 'Fix it\n\nMade-with : Cursor\n', ['Made-with: Cursor']],
    ['without their final punctuation', `Fix it\n\n${CLAUDE}.\n`, [CLAUDE]],
    ['folded', 'Fix it\n\nCo-authored-by: A\n  <a@x.example>\n', ['Co-authored-by: A <a@x.example>']],
    ['before comment lines git leaves', `Fix it\n\n${CLAUDE}\n\n# Please enter the message\n`, [CLAUDE]],
    [
      'among other lines when git itself wrote one',
      'Fix it\n\nsome note\nSigned-off-by: A <a@x.example>\n',
      ['Signed-off-by: A <a@x.example>'],
    ],
    [
      'in the blocks of a squash merge',
      `Fix it (#1)\n\n* one\n\n${CLAUDE}\n\n* two\n\n${NADIA}\n`,
      [CLAUDE, NADIA],
    ],
    ['before and after a divider', `Fix it\n\n* one\n${CLAUDE}\n\n---------\n\n${NADIA}\n`, [CLAUDE, NADIA]],
    ['right under the title', `Fix it\n${CLAUDE}\n`, [CLAUDE]],
    ['right under the last sentence', `Fix it\n\nIt was wrong\n${CLAUDE}\n`, [CLAUDE]],
    [
      'under a reference, above a block',
      `Fix it\n\nFixes #1\n${CLAUDE}\n\nSigned-off-by: A <a@x.example>\n`,
      [CLAUDE, 'Signed-off-by: A <a@x.example>'],
    ],
    ['after line breaks written as characters', `Fix it\\n\\nWhy.\\n\\n${CLAUDE}`, [CLAUDE]],
    ['behind a bar of a terminal', `Fix it\n\n│ ${CLAUDE}\n`, [CLAUDE]],
    ['a few spaces in', `Fix it\n\n  ${CLAUDE}\n`, [CLAUDE]],
    [
      'without hyphens and colon',
      'Fix it\n\nCo Authored By Claude Opus 4.6\n',
      ['Co-authored-by: Claude Opus 4.6'],
    ],
    [
      'in the commits of a local squash',
      `Squashed commit of the following:\n\ncommit ${'a'.repeat(40)}\nAuthor: Claude <noreply@anthropic.com>\nDate:   Tue\n\n    Fix it\n\n    ${NADIA}\n`,
      ['Author: Claude <noreply@anthropic.com>', NADIA],
    ],
    ["in a revert's own part", `Revert "Fix it"\n\nThis reverts commit 1234567.\n\n${CLAUDE}\n`, [CLAUDE]],
    [
      'under a revert of another message',
      `Revert "Fix it"\n\n${CLAUDE}\n\nOriginal commit message:\n\nCo-authored-by: A <a@x.example>\n`,
      [CLAUDE],
    ],
    ['after line breaks that became spaces', `Fix it  Generated with X  ${CLAUDE}`, [CLAUDE]],
    ['after a bar instead of a line break', `Fix it\n\nWhy.\n\nReview cycle | ${CLAUDE}\n`, [CLAUDE]],
    [
      'in a message that is indented from its title on',
      `    Fix it\n\n- so\n    - and so\n\n    ${CLAUDE}\n\n${NADIA}\n`,
      [CLAUDE, NADIA],
    ],
    ['after a line break of which a tick is left', `Fix it\n\nWhy.\`${CLAUDE}\n`, [CLAUDE]],
    [
      'above a footer',
      `Fix it\n\n${CLAUDE}\nGenerated with [X](https://x.example)\n\n${NADIA}\n`,
      [CLAUDE, NADIA],
    ],
    ['before the end of a heredoc', `Fix it\n\nText.\n\n${CLAUDE}\nEOF\n)\n`, [CLAUDE]],
    [
      'before the end of a heredoc, and more trailers',
      `Fix it\n\n${CLAUDE}\nEOF\n)"\n\nRole: crew\nRig: beads\n`,
      [CLAUDE, 'Role: crew', 'Rig: beads'],
    ],
    ["before a tool's marker", `Fix it\n\n${CLAUDE}\n<!-- badge-begin -->\n\n---\n<a>\n`, [CLAUDE]],
    ['indented by a script', `Fix it\n\nDo:\n    - this\n\n    ${CLAUDE}\n    ${NADIA}\n`, [CLAUDE, NADIA]],
    ['behind a picture', `Fix it\n\nText.\n🤖 ${CLAUDE}\n`, [CLAUDE]],
    [
      'before a patch, as interpret-trailers reads',
      `Fix it\n\nMade-with: Cursor\n---\n a.ts | 2 +-\n\ndiff\n`,
      ['Made-with: Cursor'],
    ],
    ['whatever the length of the key', `Fix it\n\n${'a'.repeat(80)}: b\n`, [`${'a'.repeat(80)}: b`]],
    ['as a plain key where git reads it', 'Fix it\n\nNote: this\n', ['Note: this']],
    ['although a fence before was never closed', `Fix it\n\n\`\`\`\nx\n\n${CLAUDE}\n`, [CLAUDE]],
  ])('%s', (_what, message, wanted) => {
    expect(texts(message)).toEqual(wanted);
  });
});

describe('no trailer is found', () => {
  test.each<[string, string]>([
    ['in a code fence', `Docs\n\n\`\`\`\n${CLAUDE}\n\`\`\`\n`],
    ['in a fence of tildes around ticks', `Docs\n\n~~~~\n\`\`\`\n\n${CLAUDE}\n~~~\n~~~~\n`],
    ['in a quotation', `Reply\n\n> ${CLAUDE}\n`],
    ['in indented code', `Docs\n\nLike this:\n\n    ${CLAUDE}\n\nand so on\n`],
    ['in indented code that ends the message', `Docs\n\nLike this:\n\n    ${CLAUDE}\n`],
    ['in a longer piece of indented code', `Docs\n\nThis is one:\n\n    Fix it\n\n    ${CLAUDE}\n`],
    ['in an HTML comment of several lines', `Fix it\n\n<!--\n${CLAUDE}\n-->\n`],
    ['in an HTML comment on its line', `Fix it\n\n<!-- ${CLAUDE} -->\n`],
    ["in a revert's quoted message", `Revert "Fix it\n\n${CLAUDE}"\n\nIt broke things.\n`],
    [
      'in what a revert says of the other commit',
      `Revert "Fix it"\n\nThis reverts commit 1234567.\n\nOriginal commit message:\n\nFix it\n\n${CLAUDE}\n`,
    ],
    ['in a quotation between trailers', `Reply\n\nSaid:\n> ${CLAUDE}\n`],
    ['in prose after two spaces', `Docs: strip  ${CLAUDE} from messages\n`],
    ['in the cell of a table', `Docs\n\n| key | ${CLAUDE} |\n`],
    ['in ticks', `Docs\n\nSay \`${CLAUDE}\` at the end.\n`],
    ['announced by a colon', `Docs\n\nThe agent ends each message in:\n\n${CLAUDE}\n\nWe strip it.\n`],
    ['in the middle of prose', `Docs\n\nThe agent ends each message in\n${CLAUDE}\nwhich we now strip.\n`],
    [
      'at the end of a paragraph that is not the last',
      `Docs\n\nThe agent ends each message in\n${CLAUDE}\n\nStrip it.\n`,
    ],
    ['in the title', CLAUDE.replace('-authored-', '-author-x-')],
    ['in a plain key of prose', 'Fix it\n\nNote: this\n\nand that is all\n'],
    ['in a URL', 'Fix it\n\nhttps://example.com/a\n'],
  ])('%s', (_what, message) => {
    expect(texts(message).filter((text) => !text.startsWith('Co-author-x'))).toEqual([]);
  });
});

test('what is no trailer is told line by line, without what is quoted', () => {
  const message = `Title\n\n- one\n> quoted\n\`\`\`\ncode\n\`\`\`\nhttps://example.com/a\n<!-- MARK -->\nend <!-- gone --> here\n\n${CLAUDE}\n`;
  expect(readMessage(message)).toEqual({
    trailers: [{ key: 'Co-authored-by', value: 'Claude <noreply@anthropic.com>', text: CLAUDE }],
    lines: ['Title', '- one', 'https://example.com/a', '<!-- MARK -->', 'end  here'],
  });
});

test.each<[string, string, number]>([
  ['one line of a megabyte', 'x'.repeat(1_000_000), 0],
  ['a megabyte of blank lines', '\n'.repeat(1_000_000), 0],
  ['a megabyte of breaks written as characters', `a\\nA-b: c${'\\n'.repeat(400_000)}`, 1],
  ['fences that never close', '`'.repeat(3).concat('x\n').repeat(200_000), 0],
  ['fences ever shorter', Array.from({ length: 1300 }, (_, i) => `${'`'.repeat(1400 - i)}x`).join('\n'), 0],
  ['comments that never close', '<!-- '.repeat(200_000), 0],
  ['thousands of trailers', `Title\n\n${`${CLAUDE}\n`.repeat(20_000)}`, 20_000],
  ['thousands of folded lines', `Title\n\nA-b: c\n${' d\n'.repeat(300_000)}`, 1],
  ['a revert that never ends', `Revert "${'a\n'.repeat(400_000)}`, 0],
])('%s take linear time', (_what, message, count) => {
  const began = performance.now();
  expect(readMessage(message).trailers).toHaveLength(count);
  expect(performance.now() - began).toBeLessThan(5000);
});
