import { withoutPeople } from '../../../src/core/record/people.ts';

const pseudonymOf = (login: string): string => `person-${login.length.toString(16).padStart(4, '0')}`;
const OLGA = 'person-0004';
const NADIA = 'person-0005';

const without = (login: string | null, body: Record<string, unknown>, kind = 'decision') =>
  withoutPeople(body, kind, { login, pseudonymOf });

const DECISION = {
  version: '1.2.3',
  outcome: 'block',
  author: 'Olga',
  mergedBy: null,
  head: 'a'.repeat(40),
  base: { ref: 'olga/main', sha: 'b'.repeat(40), reason: 'The base of #7, which olga changed.' },
  policy: { source: 'file', digest: 'd'.repeat(64), strict: false },
  agents: [
    {
      agent: 'claude-code',
      evidence: [
        { kind: 'trailer', value: 'Co-Authored-By: Claude <noreply@anthropic.com>', commit: null },
        { kind: 'trailer', value: 'Requested-by: Olga Ivanova <olga@example.org>', commit: null },
      ],
    },
  ],
  provenance: [
    { login: 'olga', hands: [{ hand: 'opened', claimed: false }] },
    { login: 'claude[bot]', hands: [] },
  ],
  findings: [
    { rule: 'sql-destructive', key: 'olga', places: [{ path: 'db/olga.sql', line: 3 }], waivedBy: 'nadia' },
  ],
  obligations: [
    {
      name: 'database',
      asked: 'one of @nadia, @olga, @acme/dba',
      because: [{ kind: 'author', value: 'olga' }],
      counted: ['nadia'],
      rejected: [{ login: 'olga', reason: 'olga had a hand in src/olga/a.ts.' }],
    },
  ],
};

describe('of one person', () => {
  test('a login is another name wherever it stands, and nothing else changes', () => {
    expect(without('OLGA', DECISION)).toEqual({
      ...DECISION,
      author: OLGA,
      base: { ...DECISION.base, reason: `The base of #7, which ${OLGA} changed.` },
      agents: [
        {
          agent: 'claude-code',
          evidence: [
            DECISION.agents[0]?.evidence[0],
            { kind: 'trailer', value: 'Requested-by: [redacted]', commit: null },
          ],
        },
      ],
      provenance: [
        { login: OLGA, hands: [{ hand: 'opened', claimed: false }] },
        { login: 'claude[bot]', hands: [] },
      ],
      obligations: [
        {
          name: 'database',
          asked: `one of @nadia, @${OLGA}, @acme/dba`,
          because: [{ kind: 'author', value: OLGA }],
          counted: ['nadia'],
          rejected: [{ login: OLGA, reason: `${OLGA} had a hand in src/olga/a.ts.` }],
        },
      ],
    });
  });

  test('a body that does not name them stays the very same', () => {
    expect(without('zoe', DECISION)).toBe(DECISION);
    expect(without('olg', DECISION)).toBe(DECISION);
  });

  test.each(['waiver', 'not_agent', 'override', 'freeze', 'revert'])(
    'what they wrote with a %s is gone',
    (kind) => {
      const by = { login: 'olga', type: 'User', id: 7, name: 'Olga Ivanova' };
      expect(without('olga', { by, reason: 'I am on call.', until: 'x', about: 'a in b.ts' }, kind)).toEqual({
        by: { login: OLGA, type: 'User', id: null, name: null },
        reason: '[redacted]',
        until: 'x',
        about: 'a in b.ts',
      });
    },
  );

  test('what others wrote stays, without the name', () => {
    const body = { by: { login: 'nadia', type: 'User', id: 7 }, reason: 'olga@example.org and Olga agreed.' };
    expect(without('olga', body, 'waiver')).toEqual({ ...body, reason: `[redacted] and ${OLGA} agreed.` });
  });

  test('an outcome, a rule or a branch that is spelled like them stays', () => {
    const body = {
      outcome: 'block',
      ref: 'block',
      findings: [{ rule: 'block', action: 'block' }],
      author: 'block',
    };
    expect(without('block', body)).toEqual({ ...body, author: 'person-0005' });
  });
});

describe('of all people', () => {
  test('everybody has another name, each always the same; programs keep theirs', () => {
    const changed = without(null, DECISION) as typeof DECISION;
    expect(changed.findings[0]).toEqual({ ...DECISION.findings[0], waivedBy: NADIA });
    expect(changed.obligations[0]).toMatchObject({
      asked: `one of @${NADIA}, @${OLGA}, @acme/dba`,
      counted: [NADIA],
    });
    expect(changed.provenance[1]).toEqual({ login: 'claude[bot]', hands: [] });
    expect(JSON.stringify(changed)).not.toMatch(/nadia|ivanova|@example/i);
  });

  test('words of whoever they are by are gone', () => {
    const body = { by: { login: 'ada', type: 'User', id: 1 }, reason: 'Please.' };
    expect(without(null, body, 'override')).toMatchObject({ by: { id: null }, reason: '[redacted]' });
  });

  test('also of those who had a hand in what was merged, or pushed it', () => {
    expect(without(null, { mergedBy: 'nadia', people: ['olga', 'claude[bot]'] }, 'merge')).toEqual({
      mergedBy: NADIA,
      people: [OLGA, 'claude[bot]'],
    });
    expect(without(null, { pushedBy: 'olga', commits: [{ sha: 'a', agents: ['devin'] }] }, 'push')).toEqual({
      pushedBy: OLGA,
      commits: [{ sha: 'a', agents: ['devin'] }],
    });
  });

  test('done again, nothing changes', () => {
    const once = without(null, DECISION);
    expect(without(null, once)).toBe(once);
  });
});

test('a body of an unknown shape is treated by what it looks like', () => {
  const body = { v: 9, told: [{ closedBy: 'olga', note: 'by @olga, at 12:00' }, null, 3, true] };
  expect(without('olga', body, 'something')).toEqual({
    v: 9,
    told: [{ closedBy: OLGA, note: `by @${OLGA}, at 12:00` }, null, 3, true],
  });
});
