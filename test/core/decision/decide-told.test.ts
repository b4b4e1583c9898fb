import type { Acceptance } from '../../../src/core/decision/acceptance.ts';
import type { DecideInput } from '../../../src/core/decision/decide.ts';
import { parseCodeowners } from '../../../src/core/facts/codeowners.ts';
import type { Freeze } from '../../../src/core/policy/policy.ts';
import { acceptance } from '../../support/decision.ts';
import { decided, secret, staff } from '../../support/decide.ts';
import { byAgent, byPeople, claude, entry, file, policy, pullRequest, review } from '../../support/facts.ts';

const files = [file('src/a.ts')];
const approved = pullRequest({ files, reviews: [review('olga', 'APPROVED')] });
const weak = { ...claude, agent: 'devin', name: 'Devin', strength: 'circumstantial' as const };

test('only agents that count are told as the reason', () => {
  const { obligations } = decided({ attribution: { ...byAgent, agents: [weak, claude] } });
  expect(obligations.map(({ because }) => because)).toEqual([[{ kind: 'agent', value: 'Claude Code' }]]);
});

describe('findings', () => {
  test('are judged in a change that nobody is gated for as well', () => {
    const { findings, outcome } = decided({ attribution: byPeople, findings: [secret] });
    expect(findings.map(({ rule, action }) => [rule, action])).toEqual([['provider-token', 'block']]);
    expect(outcome).toBe('block');
  });

  test('of a rule that is off are none', () => {
    const rules = new Map([['secret-added', { action: 'off' as const }]]);
    expect(decided({ findings: [secret], policy: policy({ rules }) }).findings).toEqual([]);
  });

  test('that ask for a review do not block what was approved', () => {
    const rules = new Map([['secret-added', { action: 'review' as const }]]);
    expect(decided({ facts: approved, findings: [secret], policy: policy({ rules }) }).outcome).toBe('allow');
  });

  test('are waived one by one, and never without a key', () => {
    const other = { ...secret, message: 'Another token.' };
    const unknown = { ...secret, places: [{ ...secret.places[0]!, path: 'b.ts' }] };
    const given: Partial<DecideInput> = {
      facts: approved,
      findings: [secret, other, unknown],
      headDigests: { 'a.ts': 'x' },
    };
    const [key] = decided(given).findings.map((finding) => finding.key);
    const words = [
      acceptance({ kind: 'waiver', by: { ...acceptance().by, login: 'ada' }, bound: key! }),
      acceptance({ kind: 'waiver', by: { ...acceptance().by, login: 'ada' }, bound: 'null' }),
    ];
    const { findings, outcome } = decided({ ...given, acceptances: words });
    expect(findings.map(({ waived }) => waived?.bound ?? null)).toEqual([key, null, null]);
    expect(outcome).toBe('block');
  });
});

describe('an entry', () => {
  const triggered = (reviews: Parameters<typeof entry>[0], change: Partial<DecideInput> = {}) =>
    decided({ findings: [secret], policy: policy({ reviews: [entry(reviews)] }), ...change }).entries.map(
      ({ triggered: asks, certain }) => [asks, certain],
    );
  const access = {
    ...secret,
    rule: 'sql-access',
    family: 'access-widened' as const,
    severity: 'low' as const,
  };
  test('whose conditions on findings hold for different ones asks for nothing', () => {
    const both = { severity: 'high' as const, rules: ['sql-access'] };
    expect(triggered(both, { findings: [secret, access] })).toEqual([[false, true]]);
    expect(triggered(both, { findings: [secret, { ...access, severity: 'high' }] })).toEqual([[true, true]]);
  });

  test('whose condition cannot be judged asks, and is not certain', () => {
    expect(triggered({ author: { teams: ['unseen'] } })).toEqual([[true, false]]);
    expect(triggered({ author: { teams: ['dba'] } })).toEqual([[false, true]]);
    expect(triggered({ author: { users: ['nadia'] } })).toEqual([[true, true]]);
  });
});

describe('the moment at which the decision changes by itself', () => {
  const freeze = (change: Partial<Freeze> = {}): Freeze => ({
    agents: 'all',
    until: '2026-12-01T00:00:00.000Z',
    reason: 'Peak week.',
    ...change,
  });
  const at = (freezes: Freeze[], acceptances: Acceptance[] = [], change: Partial<DecideInput> = {}) =>
    decided({ facts: approved, policy: policy({ freeze: freezes }), acceptances, ...change }).changesAt;
  const LATER = '2026-12-24T00:00:00.000Z';
  const ENDED = '2026-11-22T12:00:00.000Z';
  test.each<[string, string | null, string | null]>([
    ['no freeze', at([]), null],
    ['a freeze', at([freeze()]), '2026-12-01T00:00:00.000Z'],
    ['the first of two', at([freeze({ until: LATER }), freeze()]), '2026-12-01T00:00:00.000Z'],
    ['one that has ended besides', at([freeze({ until: ENDED }), freeze()]), '2026-12-01T00:00:00.000Z'],
    ['one of another agent', at([freeze({ agents: ['devin'] })]), null],
    [
      'one of another agent beside a finding',
      at([freeze({ agents: ['devin'] })], [], { findings: [secret] }),
      null,
    ],
    ['one of people', at([freeze()], [], { attribution: byPeople }), null],
    ['one whose end cannot be read', at([freeze({ until: 'never' })]), null],
    [
      'one whose end cannot be read, and one',
      at([freeze({ until: '1 never' }), freeze()]),
      '2026-12-01T00:00:00.000Z',
    ],
  ])('%s', (_what, moment, expected) => {
    expect(moment).toBe(expected);
  });
});

describe('control files', () => {
  const facts = pullRequest({ files: [file('.agentguard.yml'), file('CODEOWNERS')] });
  test('changed by the only person there is are recorded together', () => {
    const alone = {
      ...staff,
      permissions: new Map([...staff.permissions].filter(([login]) => login === 'nadia')),
    };
    const admin = new Map(
      [...alone.permissions].map(([login, known]) => [login, { ...known, permission: 'admin' as const }]),
    );
    const { warnings } = decided({ attribution: byPeople, facts, people: { ...alone, permissions: admin } });
    expect(warnings).toEqual([
      {
        message:
          'Recorded, not blocked: .agentguard.yml, CODEOWNERS changed, and nobody else could answer for it.',
        at: null,
      },
    ]);
  });

  test('owned by an e-mail and a person are asked of the person', () => {
    const codeowners = parseCodeowners('* pat@acme.example @olga');
    const { obligations } = decided({ attribution: byPeople, facts, codeowners });
    expect(obligations.map(({ asked }) => asked)).toEqual(['pat@acme.example or @olga']);
  });
});

describe('lines of CODEOWNERS that GitHub skips', () => {
  const text = '!no @olga\n'.repeat(7) + '*.ts @olga\n';
  const warnings = (path: string | null, ...reviews: ReturnType<typeof entry>[]): unknown[] =>
    decided({
      facts: { ...approved, codeownersFile: path === null ? null : { path, text, sha: 'c' } },
      codeowners: parseCodeowners(text),
      policy: policy({ reviews }),
    }).warnings.map(({ at }) => [at?.path, at?.line]);
  const owners = entry({ from: { codeowners: true } });
  const first = [1, 2, 3, 4, 5].map((line) => ['.github/CODEOWNERS', line]);
  test('are told up to five, where any owners are asked', () => {
    expect(warnings('.github/CODEOWNERS', owners)).toEqual(first);
    expect(warnings('.github/CODEOWNERS', entry(), owners)).toEqual(first);
  });
  test('and not elsewhere', () => {
    expect(warnings('.github/CODEOWNERS', entry())).toEqual([]);
    expect(warnings(null, owners)).toEqual([]);
  });
});

test('a team that is not there is a gap, told once', () => {
  const asking = policy({ reviews: [entry({ from: { teams: ['Ghosts', 'dba'] } })] });
  expect(decided({ facts: approved, policy: asking }).gaps).toEqual([
    {
      what: 'team acme/ghosts',
      reason:
        'The team @acme/ghosts does not exist or this app cannot see it. Correct its name in the policy or CODEOWNERS, or give the app read access to members.',
    },
  ]);
  const unread = { what: 'team acme/ghosts', reason: 'GitHub did not answer.' };
  expect(decided({ facts: approved, policy: asking, people: { ...staff, gaps: [unread] } }).gaps).toEqual([
    unread,
  ]);
});
