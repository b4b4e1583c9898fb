import { commitJson } from '../../../src/core/render/json.ts';
import { pullRequestJson } from '../../../src/core/render/pull-request-json.ts';
import { acceptance, ask, decision, finding, obligation } from '../../support/decision.ts';
import { BASE, HEAD, policy, pullRequest } from '../../support/facts.ts';

const eva = ask({
  approvals: 2,
  from: { users: ['eva'], codeowners: true },
  except: { teams: ['bots'] },
  owners: ['@acme/web'],
  covers: null,
  who: '@acme/web or @eva',
});
const alternatives = obligation(
  {},
  { requires: { anyOf: [eva, { allOf: [ask(), ask({ from: { permission: 'admin' } })] }] }, asked: 'a lot' },
);

test('an obligation with alternatives: `from` and `approvals` are the first ask’s, `requires` has all', () => {
  const { obligations } = commitJson(
    { sha: HEAD, subject: '', author: '' },
    decision({ obligations: [alternatives] }),
  );
  expect(obligations).toEqual([
    {
      name: 'database',
      from: { users: ['eva'], codeowners: true },
      approvals: 2,
      because: [{ kind: 'path', value: 'db/1.sql' }],
      asked: 'a lot',
      requires: {
        any_of: [
          {
            approvals: 2,
            from: { users: ['eva'], codeowners: true },
            except: { teams: ['bots'] },
            owners: ['@acme/web'],
            covers: null,
          },
          {
            all_of: [
              { approvals: 1, from: { teams: ['dba'] }, owners: [], covers: ['db/1.sql'] },
              { approvals: 1, from: { permission: 'admin' }, owners: [], covers: ['db/1.sql'] },
            ],
          },
        ],
      },
      entry: 0,
    },
  ]);
});

test('a finding has its key, and whose waiver holds', () => {
  const waived = acceptance({ kind: 'waiver', about: 'provider-token in src/a.ts' });
  const { findings } = commitJson(
    { sha: HEAD, subject: '', author: '' },
    decision({ findings: [finding({ waived }), finding({ key: null })] }),
  );
  expect(findings.map(({ key, waived: by }) => ({ key, by }))).toEqual([
    {
      key: '1a2b3c4d'.padEnd(64, '0'),
      by: {
        kind: 'waiver',
        by: 'olga',
        at: '2026-11-22T12:00:00.000Z',
        until: '2026-11-25T12:00:00.000Z',
        reason: 'The shop is down.',
        about: 'provider-token in src/a.ts',
        self_accepted: false,
      },
    },
    { key: null, by: null },
  ]);
});

test('a pull request as it stands', () => {
  const rejected = [{ login: 'nadia', reason: 'had a hand in this change' }];
  const json = pullRequestJson(
    pullRequest(),
    policy({ digest: 'd', source: 'built-in defaults' }),
    decision({
      obligations: [obligation({ rejected, opposed: ['eva'] })],
      acceptances: [{ acceptance: acceptance(), lapsed: 'the change is another one since' }],
      changesAt: '2026-11-25T12:00:00.000Z',
      warnings: [{ message: 'Stricter.', at: { path: '.agentguard.yml', line: 2, column: 3 } }],
      limits: [{ what: 'pushes', reason: 'Not told.' }],
    }),
  );
  expect(json).toMatchObject({
    schema: 1,
    repository: 'acme/shop',
    number: 7,
    state: 'open',
    head: HEAD,
    base: { ref: 'main', commit: BASE, reason: 'own base' },
    at: '2026-11-22T12:00:00.000Z',
    policy: { source: 'built-in defaults', digest: 'd', strict: null },
    title: 'eva asked for changes (db/**)',
    gated: { yes: true, reason: 'Claude Code co-authored 1 commit.' },
    decision: 'review_required',
    mode: 'enforce',
    obligations: [
      {
        name: 'database',
        met: false,
        missing: '1 of @acme/dba',
        requires: {
          approvals: 1,
          met: false,
          counted: [],
          opposed: ['eva'],
          rejected,
          eligible: ['olga'],
          more_eligible: false,
        },
      },
    ],
    entries: [
      {
        name: 'database',
        triggered: true,
        certain: true,
        conditions: [{ key: 'paths', wants: 'db/**', holds: true, found: ['db/1.sql'] }],
      },
    ],
    acceptances: [{ kind: 'override', by: 'olga', lapsed: 'the change is another one since' }],
    override: null,
    changes_at: '2026-11-25T12:00:00.000Z',
    limits: [{ what: 'pushes', reason: 'Not told.' }],
    warnings: [{ message: 'Stricter.', at: '.agentguard.yml:2:3' }],
  });
});
