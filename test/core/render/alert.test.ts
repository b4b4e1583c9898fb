import {
  alertBody,
  alertTitle,
  duration,
  endedBody,
  reopenedBody,
  type Alert,
} from '../../../src/core/render/alert.ts';

const MERGED: Alert = {
  what: 'merged past the gate',
  repository: { owner: 'acme', name: 'shop' },
  number: 12,
  ref: 'main',
  agents: ['devin'],
  who: 'nadia',
  since: '2026-11-23T10:02:00Z',
  unmet: {
    outcome: 'block',
    reviews: [{ name: 'database', who: '1 of @acme/dba' }],
    findings: [{ rule: 'secret-added', places: ['src/a.ts:3'] }],
    unread: [],
  },
  decidedBefore: true,
  override: null,
  commits: ['f'.repeat(40)],
  unread: null,
  control: false,
};
const PUSHED: Alert = {
  ...MERGED,
  what: 'pushed past the gate',
  number: null,
  unmet: null,
  commits: ['a'.repeat(40), 'b'.repeat(40)],
};

test.each<[string, Alert]>([
  ['#12 by Devin was merged past AgentGuard by nadia', MERGED],
  ['#12 by Devin was merged past AgentGuard', { ...MERGED, who: null }],
  [
    '#12 by Devin and Claude Code was merged past AgentGuard by nadia',
    { ...MERGED, agents: ['devin', 'claude-code'] },
  ],
  ['#12 by own-bot was merged past AgentGuard by nadia', { ...MERGED, agents: ['own-bot'] }],
  [
    '#12 by Devin was merged under an override and not reviewed since',
    { ...MERGED, what: 'override not followed up' },
  ],
  ['2 commits by Devin pushed past AgentGuard to main by nadia', PUSHED],
  [
    'What was pushed to main by nadia could not be read whole',
    { ...PUSHED, commits: [], agents: [], unread: 'Too many.' },
  ],
])('%s', (title, alert) => {
  expect(alertTitle(alert)).toBe(title);
});

test('of a merge: who, when, what was unmet, the clock, the way back and how it ends', () => {
  expect(alertBody(MERGED))
    .toBe(`\`nadia\` merged acme/shop#12 by Devin onto \`main\` on 2026-11-23 10:02 UTC, and AgentGuard had not allowed it.

**Exposed since 2026-11-23 10:02 UTC.** The clock runs until one of the ways below ends it.

### What was unmet

- Review by \`1 of @acme/dba\` for \`database\`
- \`secret-added\`: \`src/a.ts:3\`

### What let it through

AgentGuard's last answer on it was \`block\`. GitHub let it through nevertheless: by a right to bypass the rules, or because no active rule requires the check. \`agentguard doctor acme/shop\` says what binds here and what does not.

### The way back

- \`/agentguard revert <reason>\` here or under acme/shop#12 opens a pull request that takes it back.
- \`/agentguard freeze devin 4h <reason>\` here stops the agent meanwhile.
- By hand: \`git revert --no-edit ${'f'.repeat(40)}\`. A merge commit wants \`-m 1\` besides.

### How this ends

- A revert is merged.
- All reviews that it owed are given: an approval under the pull request counts after the merge, too.
- Somebody with maintain access who had no hand in it, and did not let it in, closes this issue. Closed by anybody else it is opened again.`);
});

test.each<[string, Alert, string]>([
  [
    'a push names its commits, the newest first in the way back',
    PUSHED,
    `git revert --no-edit ${'b'.repeat(40)} ${'a'.repeat(40)}`,
  ],
  [
    'what was cut says so',
    { ...PUSHED, unread: '9 commits came at once, of which 2 could be read.' },
    '9 commits came at once',
  ],
  [
    'what was never decided says that it was judged afterwards',
    { ...MERGED, decidedBefore: false },
    'judged afterwards',
  ],
  ['control files', { ...MERGED, control: true }, 'a review afterwards alone does not end it'],
  [
    'an override',
    { ...MERGED, what: 'override not followed up', override: { by: 'ada', until: '2026-11-26T10:00:00Z' } },
    '`ada` lifted the gate for it, and until that ended on 2026-11-26 10:00 UTC nobody gave the reviews',
  ],
])('%s', (_, alert, expected) => {
  expect(alertBody(alert)).toContain(expected);
});

describe('nothing of the change is markup, and nobody is called', () => {
  const HOSTILE = '@acme/everyone <b>x</b> ](https://evil.example) `a` | \n# Heading';
  const body = alertBody({
    ...MERGED,
    ref: HOSTILE,
    who: HOSTILE,
    unmet: {
      outcome: HOSTILE,
      reviews: [{ name: HOSTILE, who: HOSTILE }],
      findings: [{ rule: HOSTILE, places: [HOSTILE] }],
      unread: [HOSTILE],
    },
  });
  test('all of it stands in code spans', () => {
    const bare = body.replaceAll(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, '');
    expect(bare).not.toMatch(/@|<b>|evil|# Heading/);
  });
  test('and on one line', () => {
    expect(body).not.toContain('\n# Heading');
  });
});

test('more than GitHub takes is left out, and counted', () => {
  const places = Array.from({ length: 50 }, (_, index) => `src/${index}/${'x'.repeat(90)}.ts:1`);
  const findings = Array.from({ length: 500 }, (_, index) => ({ rule: `rule-${index}`, places }));
  const body = alertBody({ ...MERGED, unmet: { outcome: 'block', reviews: [], findings, unread: [] } });
  expect(Buffer.byteLength(body)).toBeLessThan(65_000);
  expect(body).toContain('… and 480 more');
  expect(body).toContain('and 45 more');
});

test('what is said in the end, and when it is opened again', () => {
  expect(endedBody({ how: 'reviewed', by: 'olga', seconds: 7500 })).toBe(
    'All reviews that it owed were given by `olga`. It was exposed for 2 hours 5 minutes.',
  );
  expect(reopenedBody('It was closed by an app.')).toMatch(
    /^It was closed by an app\. So this is open again\./,
  );
});

test.each([
  [0, 'less than a minute'],
  [59, 'less than a minute'],
  [60, '1 minute'],
  [3600, '1 hour'],
  [90_061, '1 day 1 hour'],
  [-5, 'less than a minute'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});
