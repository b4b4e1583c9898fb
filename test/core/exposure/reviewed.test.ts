import type { Decision } from '../../../src/core/decision/decision.ts';
import { closingRefused, reviewedBy } from '../../../src/core/exposure/reviewed.ts';
import { acceptance, decision, finding, obligation } from '../../support/decision.ts';
import { file } from '../../support/facts.ts';

describe('whose reviews meet what a merged change owed', () => {
  const met = obligation({ met: true, counted: ['olga'] });
  const SOUND = { obligations: [met], findings: [], gaps: [] };
  test.each<[string, Partial<Decision>, readonly string[], readonly string[] | null]>([
    ['all are given', {}, ['src/a.ts'], ['olga']],
    ['one is missing', { obligations: [met, obligation({ met: false })] }, ['src/a.ts'], null],
    ['nothing was owed', { obligations: [] }, ['src/a.ts'], null],
    ['nobody had to answer', { obligations: [obligation({ met: true, counted: [] })] }, ['src/a.ts'], null],
    [
      'an override stands in for them',
      { obligations: [obligation({ met: false })], outcome: 'allow', override: acceptance() },
      ['a'],
      null,
    ],
    ['something blocks it', { findings: [finding({ action: 'block', waived: null })] }, ['src/a.ts'], null],
    ['what blocks it was waived', { findings: [finding({ waived: acceptance() })] }, ['src/a.ts'], ['olga']],
    [
      'its agent is stopped by now',
      { findings: [finding({ rule: 'frozen', action: 'block', waived: null })] },
      ['src/a.ts'],
      ['olga'],
    ],
    ['something could not be read', { gaps: [{ what: 'files', reason: 'No answer.' }] }, ['src/a.ts'], null],
    ['it changes the policy', {}, ['src/a.ts', '.agentguard.yml'], null],
    ['it changes a workflow', {}, ['.github/workflows/ci.yml'], null],
    ['it is not gated', { gated: { yes: false, reason: 'No agent.' } }, ['src/a.ts'], null],
  ])('%s', (_, change, paths, expected) => {
    const judged = decision({ ...SOUND, ...change });
    expect(
      reviewedBy(
        judged,
        paths.map((path) => file(path)),
      ),
    ).toEqual(expected);
  });

  test('a control file that was moved away counts by where it was', () => {
    const moved = file('old.yml', { previousPath: '.agentguard.yml', status: 'renamed' });
    expect(reviewedBy(decision(SOUND), [moved])).toBeNull();
  });
});

describe('who can close an alert', () => {
  const person = (login: string) => ({ login, type: 'User' });
  const concerned = { people: ['Nadia', 'claude[bot]'], who: 'ada' };
  test.each<[string, Parameters<typeof closingRefused>[0], string | null, string | null]>([
    ['somebody with maintain access', person('max'), 'maintain', null],
    ['an admin', person('olga'), 'admin', null],
    ['who merged it', person('ADA'), 'admin', 'the person who let the change in'],
    ['who had a hand in it', person('nadia'), 'admin', 'had a hand in the change'],
    ['somebody who may write', person('bela'), 'write', 'without maintain access'],
    ['a stranger', person('eve'), null, 'without maintain access'],
    ['an app', { login: 'agentguard[bot]', type: 'Bot' }, 'admin', 'an app'],
    ['an account that is gone', null, null, 'not known'],
  ])('%s', (_, closer, permission, why) => {
    const said = closingRefused(closer, permission, concerned);
    expect(said ?? 'it ends').toContain(why ?? 'it ends');
  });
});
