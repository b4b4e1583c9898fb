import { isCommand, parseCommand } from '../../../src/core/commands/parse.ts';

const KEY = '3fa9c1d2';

describe('what is a command', () => {
  test.each([
    ['/agentguard'],
    ['/agentguard recheck'],
    ['  \n\r\n /agentguard recheck'],
    ['/AgentGuard Recheck'],
    ['/agentguard\twaive'],
    ['/agentguard\r\nplease'],
    ['   /agentguard explain\n> quoted'],
  ])('%j is', (text) => {
    expect(isCommand(text)).toBe(true);
  });

  test.each([
    [''],
    ['\n \n'],
    ['LGTM\n/agentguard recheck'],
    ['> /agentguard override it is fine'],
    ['`/agentguard recheck`'],
    ['```\n/agentguard recheck\n```'],
    ['    /agentguard recheck'],
    ['\t/agentguard recheck'],
    ['<!-- hidden -->\n/agentguard recheck'],
    ['/agentguardian recheck'],
    ['/agentguard/recheck'],
    ['/agent guard'],
    ['@olga /agentguard recheck'],
  ])('%j is not', (text) => {
    expect(isCommand(text)).toBe(false);
  });
});

describe('what a command says', () => {
  test.each([
    [`/agentguard waive ${KEY} only a test key`, { verb: 'waive', finding: KEY, reason: 'only a test key' }],
    [
      `/agentguard WAIVE #${KEY.toUpperCase()}\n\nonly a\r\n  test key\n`,
      { verb: 'waive', finding: KEY, reason: 'only a test key' },
    ],
    [`/agentguard waive \`${KEY}\` test key`, { verb: 'waive', finding: KEY, reason: 'test key' }],
    [`/agentguard waive\n${KEY} test key`, { verb: 'waive', finding: KEY, reason: 'test key' }],
    [
      `/agentguard waive ${'ab'.repeat(32)} test key`,
      { verb: 'waive', finding: 'ab'.repeat(32), reason: 'test key' },
    ],
    ['/agentguard not-agent I wrote it', { verb: 'not-agent', reason: 'I wrote it' }],
    ['\n/agentguard   override\nprod is\n> down', { verb: 'override', reason: 'prod is > down' }],
    ['/agentguard override продакшн лежит', { verb: 'override', reason: 'продакшн лежит' }],
    [
      '/agentguard freeze all 4h they push secrets',
      { verb: 'freeze', agent: 'all', minutes: 240, reason: 'they push secrets' },
    ],
    [
      '/agentguard Freeze `Claude-Code` 30M\nit loops',
      { verb: 'freeze', agent: 'claude-code', minutes: 30, reason: 'it loops' },
    ],
    [
      '/agentguard freeze devin 5m why not',
      { verb: 'freeze', agent: 'devin', minutes: 5, reason: 'why not' },
    ],
    [
      '/agentguard freeze devin `30d` why not',
      { verb: 'freeze', agent: 'devin', minutes: 43_200, reason: 'why not' },
    ],
    [
      '/agentguard unfreeze all keys are rotated',
      { verb: 'unfreeze', agent: 'all', reason: 'keys are rotated' },
    ],
    ['/agentguard recheck', { verb: 'recheck' }],
    ['/agentguard Explain please', { verb: 'explain' }],
    ['/agentguard request-reviewers', { verb: 'request-reviewers' }],
  ])('%j', (text, parsed) => {
    expect(parseCommand(text)).toEqual(parsed);
  });

  test('control and invisible characters are no part of a reason, and the rest of a long one is cut', () => {
    const reason = (text: string) => {
      const parsed = parseCommand(`/agentguard override ${text}`);
      return 'reason' in parsed ? parsed.reason : null;
    };
    expect(reason('it\u0000 is\u202e not\u200b a\u0007 secret')).toBe('it is not a secret');
    expect(reason('word '.repeat(200))).toHaveLength(500);
    expect(reason('word '.repeat(200))).toMatch(/word…$|wor…$|wo…$|w…$| …$/);
  });
});

describe('what is refused, and how to write it instead', () => {
  const VERBS =
    '`waive`, `not-agent`, `override`, `revert`, `freeze`, `unfreeze`, `recheck`, `explain`, `request-reviewers`';
  const known = `One of ${VERBS} has to follow \`/agentguard\` in the same line.`;
  const freezing =
    'Write `/agentguard freeze <agent|all> <time> <reason>`, with a time like `30m`, `4h` or `3d`.';
  const how =
    'Write `/agentguard waive <finding> <reason>`, with the key that stands beside the finding on the check.';
  test.each([
    ['/agentguard', known],
    ['/agentguard\nrecheck', known],
    ['/agentguard wiave x', `There is no command \`wiave\`. Did you mean \`waive\`? ${known}`],
    ['/agentguard not_agent mine', `There is no command \`not_agent\`. Did you mean \`not-agent\`? ${known}`],
    ['/agentguard approve', `There is no command \`approve\`. ${known}`],
    ['/agentguard `x`@olga\u202e', `There is no command \`x@olga\`. ${known}`],
    ['/agentguard ```', `There is no command \` \`. ${known}`],
    ['/agentguard waive', `It has to say which finding, and why. ${how}`],
    [
      '/agentguard waive secret-added test key',
      `\`secret-added\` is no key of a finding: that is 8 or more of 0-9 and a-f. ${how}`,
    ],
    [
      '/agentguard waive 3fa9c1d test key',
      `\`3fa9c1d\` is no key of a finding: that is 8 or more of 0-9 and a-f. ${how}`,
    ],
    [
      `/agentguard waive ${'a'.repeat(65)} test key`,
      `\`${'a'.repeat(39)}…\` is no key of a finding: that is 8 or more of 0-9 and a-f. ${how}`,
    ],
    [`/agentguard waive #${KEY}`, `Say why, in a few words: \`/agentguard waive ${KEY} <reason>\`.`],
    [`/agentguard waive ${KEY} ok`, `Say why, in a few words: \`/agentguard waive ${KEY} <reason>\`.`],
    ['/agentguard not-agent', 'Say why, in a few words: `/agentguard not-agent <reason>`.'],
    ['/agentguard freeze', `It has to say which agent, or \`all\`. ${freezing}`],
    ['/agentguard freeze @claude 4h why', `It has to say which agent, or \`all\`. ${freezing}`],
    ['/agentguard freeze all', `It has to say for how long. ${freezing}`],
    ['/agentguard freeze all they loop', `\`they\` is no time. ${freezing}`],
    ['/agentguard freeze all 4w they loop', `\`4w\` is no time. ${freezing}`],
    ['/agentguard freeze all -4h they loop', `\`-4h\` is no time. ${freezing}`],
    [
      '/agentguard freeze all 4m they loop',
      `A freeze lasts at least \`5m\` and at most \`30d\`. ${freezing}`,
    ],
    [
      '/agentguard freeze all 31d they loop',
      `A freeze lasts at least \`5m\` and at most \`30d\`. ${freezing}`,
    ],
    ['/agentguard freeze all 4h', 'Say why, in a few words: `/agentguard freeze all 4h <reason>`.'],
    [
      '/agentguard unfreeze',
      'It has to say which agent, or `all`. Write `/agentguard unfreeze <agent|all> <reason>`.',
    ],
    ['/agentguard unfreeze devin ok', 'Say why, in a few words: `/agentguard unfreeze devin <reason>`.'],
    ['/agentguard override 123 !!! --', 'Say why, in a few words: `/agentguard override <reason>`.'],
    ['/agentguard override \u200b\u200b\u2060', 'Say why, in a few words: `/agentguard override <reason>`.'],
  ])('%j', (text, refusal) => {
    expect(parseCommand(text)).toEqual({ verb: null, refusal });
  });

  test('a comment that is none', () => {
    expect(parseCommand('LGTM')).toEqual({ verb: null, refusal: known });
  });
});

test.each([
  ['blank lines', '\n'.repeat(60_000)],
  ['spaces', ' '.repeat(60_000)],
  ['one long word', `/agentguard ${'a'.repeat(60_000)}`],
  ['a key that goes on', `/agentguard waive ${'a'.repeat(60_000)}`],
  ['backticks', `/agentguard ${'`'.repeat(60_000)}`],
  ['a long reason', `/agentguard override ${'a '.repeat(30_000)}`],
  ['a time that goes on', `/agentguard freeze all ${'9'.repeat(60_000)}`],
  ['lines of it', '/agentguard waive\n'.repeat(4_000)],
])('is read at once, whatever it is: %s', (_, text) => {
  const start = performance.now();
  for (let n = 0; n < 20; n++) {
    isCommand(text);
    parseCommand(text);
  }
  expect(performance.now() - start).toBeLessThan(2_000);
});
