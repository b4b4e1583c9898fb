import { BOTS, botAccount, botPerson } from '../../../src/core/agents/bots.ts';

const person = (email: string) => ({ name: 'Somebody', email, account: null, date: null });

describe('bots', () => {
  test.each([
    ['dependabot[bot]', 'Bot', 'dependabot'],
    ['k8s-ci-robot', 'User', 'k8s-ci-robot'],
    ['acme-release-bot', 'User', 'acme-release-bot'],
    ['renovate-bot', 'User', 'renovate'],
    ['BrewTestBot', 'User', 'brewtestbot'],
    ['acme-automation', 'Bot', 'acme-automation'],
    ['ryantalbot', 'User', null],
    ['thibautsabot', 'User', null],
    ['robotechusa', 'User', null],
    ['bot-lover', 'User', null],
    ['octocat', 'User', null],
  ] as const)('the account %s of type %s', (login, type, bot) => {
    expect(botAccount({ login, type, id: null })).toBe(bot);
  });

  test.each([
    ['49699333+dependabot[bot]@users.noreply.github.com', 'dependabot'],
    ['gcf-owl-bot[bot]@users.noreply.github.com', 'gcf-owl-bot'],
    ['33266368+svc-excavator-bot@users.noreply.github.com', 'svc-excavator-bot'],
    ['k8s-ci-robot@users.noreply.github.com', 'k8s-ci-robot'],
    ['bors@users.noreply.github.com', 'bors'],
    ['semantic-release', 'semantic-release'],
    ['Semgrep@r2c.dev', 'semgrep'],
    ['41898282+github-actions[bot]@users.noreply.github.com', 'github-actions'],
    ['git-ai@local', 'git-ai'],
    ['contact@all-hands.dev', 'openhands-bot'],
    ['noreply@github.com', null],
    ['1+ryantalbot@users.noreply.github.com', null],
    // Anyone can take such a mailbox.
    ['acme-bot@example.com', null],
    ['jane@cline.bot', null],
  ] as const)('a commit by %s', (email, bot) => {
    expect(botPerson(person(email))).toBe(bot);
  });

  test('ids, logins and mailboxes are unique and lower case', () => {
    for (const all of [
      BOTS.map(({ id }) => id),
      BOTS.flatMap(({ logins }) => logins ?? []),
      BOTS.flatMap(({ emails }) => emails ?? []),
    ]) {
      expect(all).toEqual([...new Set(all)].map((one) => one.toLowerCase()));
    }
  });
});
