import { attribute } from '../../../src/core/agents/detect.ts';
import { provenance } from '../../../src/core/agents/provenance.ts';
import { commit, pullRequest } from '../../support/facts.ts';

/** Everything that is read of people, on one pull request. */
function read(text: string): ReturnType<typeof attribute> {
  const person = { name: text, email: text, account: null };
  const facts = pullRequest({
    title: text,
    body: text,
    headRef: text,
    labels: [text],
    commits: [
      commit({ message: text, author: person, committer: person, coAuthors: [person], note: text }),
      commit({ message: `Fix\n\n${text}`, note: `a\n  s_1 1\n---\n${text}` }),
    ],
  });
  provenance(facts, []);
  return attribute(facts, []);
}

const CLAUDE = 'Co-authored-by: Claude <noreply@anthropic.com>';
const times = (text: string) => (length: number) => text.repeat(Math.ceil(length / text.length));

const HOSTILE: readonly [string, (length: number) => string][] = [
  ['one long word', times('a')],
  ['spaces', times(' ')],
  ['blank lines', times('\n')],
  ['carriage returns', times('\r')],
  ['NULs', times('\0')],
  ['lone surrogates', times('\ud800\udc00\ud800')],
  ['controls and marks of direction', times('\u202e\u2066\u0007\u200b')],
  ['combining marks', times('e\u0301\u0302')],
  ['equal trailers', times(`${CLAUDE}\n`)],
  ['trailers without an end', times('Co-authored-by: Claude <')],
  ['keys', times('a-b: ')],
  ['keys on lines', times('a-b: c\n')],
  ['folded lines', (length) => `x\n\na-b: c\n${' d\n'.repeat(length / 3)}`],
  ['indented lines', times('     x\n')],
  ['brackets', times('[(<')],
  ['mailboxes', times('a@b<c@d>')],
  ['numbers and logins', times('1+a[bot]@users.noreply.github.com ')],
  ['footers', times('Generated with [x](https://x.example)\n')],
  ['unlisted agents and footers', times(`Generated with Tink\n\nCo-authored-by: Tink <a@b.example>\n\n`)],
  ['models', times('Assisted-by: gpt-4 via x via gpt-5\n')],
  ['fences', times('```\n~~~\n')],
  ['comments', times('<!-- --> <!--\n')],
  ['quotations', times('> x\n')],
  ['broken line breaks', times('\\n\\nCo-authored-by: x')],
  ['lost line breaks', times(`  ${CLAUDE}`)],
  ['reverts', times('Revert "Reapply "')],
  ['squash headings', times('Squashed commit of the following:\n')],
  ['dividers', times('---\n')],
  ['slashes', times('/-/')],
  ['branches', times('claude/a-b-')],
];

/** Time of this process alone, whatever else the machine does; the least of three runs. */
function milliseconds(text: string): number {
  const runs = [0, 0, 0].map(() => {
    const before = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...runs);
}

/** What is shown, and should not be: too much of it, or with characters that are not seen. */
function harmful({ agents }: ReturnType<typeof attribute>): string[] {
  const shown = agents.flatMap(({ name, evidence }) => [name, ...evidence.map(({ value }) => value)]);
  const tooMany = agents.filter(({ evidence }) => evidence.length > 500).map(({ agent }) => agent);
  return [
    ...tooMany,
    ...shown.filter((text) => Array.from(text).length > 200 || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)),
  ];
}

test.each(HOSTILE)('of eight times as much of %s the time grows with the length', (_what, make) => {
  // Below a few milliseconds nothing can be told; a square would be at 64.
  const small = Math.max(3, milliseconds(make(12_500)));
  expect(milliseconds(make(100_000))).toBeLessThan(small * 24);
});

test.each(HOSTILE)('nothing of %s is shown as it is', (_what, make) => {
  expect(harmful(read(make(10_000)))).toEqual([]);
});

test.each(HOSTILE.slice(0, 4).map(([what, make]) => [what, make(1_000_000)]))(
  'a megabyte of %s',
  (_what, text) => {
    expect(harmful(read(text))).toEqual([]);
  },
);

test('ten thousand trailers of ten thousand agents are a few hundred pieces of evidence', () => {
  const trailers = Array.from({ length: 10_000 }, (_, i) => `Assisted-by: Tink${i}:gpt-5`).join('\n');
  const [found, ...others] = read(trailers).agents;
  expect(others).toEqual([]);
  expect(found?.name).toBe('Tink0, Tink1, Tink2 and more');
  expect(found?.evidence).toHaveLength(500);
});
