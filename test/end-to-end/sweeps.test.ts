/** What webhooks miss is found, by the sweep that is there for it, and costs next to nothing where nothing changed. */
import { jest } from '@jest/globals';
import type { LoggedRequest, PullRequest } from '../../demo/github/github.ts';
import { createGate, nextSecond, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

const CHANGE = { 'db/1.sql': 'CREATE TABLE a (id int);\n' };
const MAINTAINERS = `version: 1
reviews:
  - name: anything an agent wrote
    from: { permission: maintain }
`;

jest.setTimeout(90_000);

let gate: Gate;
let acme: Acme;
beforeEach(async () => {
  gate = await createGate();
  acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  await gate.settled();
});
afterEach(async () => {
  gate.github.heal();
  await gate.close();
});

/** Works off what was put off, without the next run of any sweep: the first of them comes after five minutes. */
const soon = async (): Promise<void> => {
  for (let step = 0; step < 8; step++) await gate.later(15);
};

/** Everything looked at once, so that what follows is all that is new. */
async function opened(): Promise<PullRequest> {
  const pull = acme.agentOpens(CHANGE);
  // Answered before the app's clock goes ahead of GitHub's.
  await gate.settled();
  await gate.later(61 * 60);
  await soon();
  // A start looks at everything. The one that a test makes is soon after this one, and does not.
  await gate.stop();
  await gate.start();
  await soon();
  await nextSecond();
  return pull;
}

async function whileDown(act: () => void): Promise<void> {
  await gate.stop();
  act();
  await gate.github.settle();
}

/** As if GitHub had never listed what it could not deliver. */
function forgetDeliveries(): void {
  const { deliveries } = gate.github.state;
  deliveries.splice(0, deliveries.length, ...deliveries.filter(({ statusCode }) => statusCode === 202));
}

const lines = (): Record<string, unknown>[] =>
  gate
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const said = (sweep: string): Record<string, unknown>[] => lines().filter((line) => line['sweep'] === sweep);
const title = (pull: PullRequest): string | null | undefined => gate.check(pull)?.output.title;
const bothApprove = (pull: PullRequest): void => {
  acme.review(pull, acme.bela);
  acme.review(pull, acme.olga);
};

describe('the app was down, and GitHub lists what it could not deliver', () => {
  test('a review, a command and a new pull request are delivered again, each once', async () => {
    const pull = await opened();
    let other = pull;
    await whileDown(() => {
      acme.review(pull, acme.bela);
      other = acme.agentOpens({ 'db/2.sql': 'CREATE TABLE b (id int);\n' });
      gate.github.comment(pull, acme.ada, '/agentguard override prod is down');
    });
    const failed = gate.github.deliveries.list.filter(({ statusCode }) => statusCode === 0);
    expect(failed.map(({ event }) => event).toSorted()).toEqual([
      'check_suite',
      'issue_comment',
      'pull_request',
      'pull_request_review',
      'push',
    ]);
    await gate.start();
    await soon();
    expect(said('failed-deliveries').at(-1)).toMatchObject({ failed: 5, known: 0, askedFor: 5 });
    expect(gate.check(pull)).toMatchObject({ conclusion: 'success' });
    expect(title(other)).toMatch(/^Waiting for /);
    expect(pull.comments[0]?.reactions.map(({ content }) => content)).toEqual(['+1']);
    await gate.later(5 * 60);
    const again = gate.github.deliveries.list.filter(({ redelivery }) => redelivery);
    expect(again.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202, 202]);
  });

  test('a delivery that fails five times is given up, and its installation evaluated', async () => {
    const pull = await opened();
    gate.github.deliveries.mishap = ({ event }) => (event === 'pull_request_review' ? { drop: true } : null);
    bothApprove(pull);
    await gate.github.settle();
    const { webhook } = gate.app;
    for (let run = 0; run < 5; run++) {
      gate.app.webhook = { url: 'http://127.0.0.1:9/', secret: '' };
      await gate.later(5 * 60);
      await gate.github.settle();
    }
    gate.app.webhook = webhook;
    const attempts = gate.github.deliveries.list.filter(({ event }) => event === 'pull_request_review');
    expect(attempts).toHaveLength(10);
    for (let run = 0; run < 3; run++) await gate.later(5 * 60);
    const givenUp = lines().filter(({ msg }) => String(msg).startsWith('a delivery cannot be had'));
    expect(givenUp).toHaveLength(2);
    expect(gate.check(pull)).toMatchObject({ conclusion: 'success' });
  });

  test('what concerns an installation that is suspended is left', async () => {
    const pull = await opened();
    const [installation] = gate.github.state.installations;
    await whileDown(() => {
      bothApprove(pull);
      if (installation) gate.github.suspendInstallation(installation, true, acme.ada);
    });
    await gate.start();
    await soon();
    expect(gate.github.deliveries.list.filter(({ redelivery }) => redelivery)).toEqual([]);
  });
});

describe('the app was down, and nobody tells what happened', () => {
  test.each<[string, string, (pull: PullRequest) => void, string]>([
    ['reviews', 'open-pull-requests', bothApprove, 'Approved by bela, olga'],
    [
      'a push',
      'open-pull-requests',
      (pull) => acme.push(pull, { 'db/1.sql': 'CREATE TABLE a (id bigint);\n' }),
      'Waiting for 1 of @acme/dba (db/**) and 1 more',
    ],
    [
      'a new policy',
      'control-files',
      () =>
        void gate.github.commit(acme.shop, {
          branch: 'main',
          files: { '.agentguard.yml': MAINTAINERS },
          message: 'Ask maintainers',
          author: acme.ada,
        }),
      'Waiting for someone with maintain access (anything an agent wrote)',
    ],
  ])('%s', async (_, sweep, act, expected) => {
    const pull = await opened();
    await whileDown(() => act(pull));
    forgetDeliveries();
    const before = said(sweep).length;
    await gate.start();
    await soon();
    expect(said(sweep).length).toBeGreaterThan(before);
    expect(title(pull)).toBe(expected);
  });

  test('somebody left a team', async () => {
    const pull = await opened();
    bothApprove(pull);
    await soon();
    expect(gate.check(pull)).toMatchObject({ conclusion: 'success' });
    await whileDown(() => gate.github.removeTeamMember(acme.dba, acme.olga, acme.ada));
    forgetDeliveries();
    await gate.start();
    await soon();
    expect(said('team').at(-1)).toMatchObject({ team: 'acme/dba', pullRequests: 1 });
    expect(gate.check(pull)).toMatchObject({ conclusion: 'action_required' });
  });

  test('a ruleset', async () => {
    await opened();
    await whileDown(
      () => void gate.github.createRuleset(acme.shop, { requiredChecks: [{ context: 'build' }] }),
    );
    forgetDeliveries();
    const before = lines().filter(({ msg }) => msg === 'pull request evaluated').length;
    await gate.start();
    await soon();
    expect(said('teams-and-rules').at(-1)).toMatchObject({ changed: ['rules on main'] });
    expect(lines().filter(({ msg }) => msg === 'pull request evaluated')).toHaveLength(before + 1);
  });

  test('a merge, of a pull request that was never seen, too', async () => {
    const known = await opened();
    bothApprove(known);
    // The first look at what is merged was made by now: what comes later is missed.
    await soon();
    let unseen: PullRequest | undefined;
    await whileDown(() => {
      unseen = acme.personOpens({ 'docs/b.md': 'b\n' });
      for (const pull of [known, unseen]) {
        const sha = gate.github.commit(acme.shop, {
          branch: 'main',
          files: { [`merged-${pull.number}.md`]: '' },
          message: 'Merge',
          author: acme.nadia,
        });
        expect(sha).toBeDefined();
        gate.github.closePullRequest(pull, acme.nadia, { sha: String(sha) });
      }
    });
    forgetDeliveries();
    await gate.start();
    await soon();
    for (const pull of [known, unseen as PullRequest]) {
      expect((await gate.record(pull)).map(({ kind }) => kind)).toContain('merge');
    }
    // The one that was known may have been found by another sweep before: it was open when last seen.
    expect(said('merged').some(({ missed }) => missed === 1 || missed === 2)).toBe(true);
  });
});

test('a redelivery has a job done that was set aside', async () => {
  gate.github.fail({ path: '/graphql', status: 502, headers: { 'retry-after': '1' }, times: 1000 });
  const pull = acme.agentOpens(CHANGE);
  for (let attempt = 1; attempt <= 12; attempt++) await gate.later(20 * 60);
  expect(lines().some(({ msg }) => msg === 'a job failed too often and is set aside')).toBe(true);
  gate.github.heal();
  const delivery = gate.github.deliveries.list.find(({ event }) => event === 'pull_request');
  if (delivery) await gate.github.deliveries.redeliver(delivery);
  await gate.settled();
  expect(title(pull)).toMatch(/^Waiting for /);
});

test('sweeps survive that GitHub answers nothing for hours', async () => {
  const pull = await opened();
  await gate.stop();
  bothApprove(pull);
  await gate.github.settle();
  forgetDeliveries();
  gate.github.fail({ path: /./, status: 503, headers: { 'retry-after': '1' }, times: 100_000 });
  await gate.start();
  for (let step = 0; step < 16; step++) await gate.later(15 * 60);
  gate.github.heal();
  await gate.later(20 * 60);
  await soon();
  expect(gate.check(pull)).toMatchObject({ conclusion: 'success' });
});

describe('where nothing changed', () => {
  const kind = ({ method, path, status }: LoggedRequest): string =>
    `${status} ${method} ${path.replace(/\/(shop|r\d+)\b/, '/{repo}').replace(/\d+/, '{id}')}`;
  const counted = (requests: readonly LoggedRequest[]): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const request of requests) counts[kind(request)] = (counts[kind(request)] ?? 0) + 1;
    return counts;
  };

  test('fifteen minutes of twenty repositories are twenty answers of 304', async () => {
    for (let number = 1; number < 20; number++) {
      const repository = gate.github.createRepository({
        owner: acme.organization,
        name: `r${number}`,
        files: {},
      });
      expect(repository.name).toBe(`r${number}`);
    }
    await opened();
    // Pushes of the last minute are looked at once more.
    for (let quarter = 0; quarter < 2; quarter++) {
      await gate.later(15 * 60);
      await soon();
    }
    const before = gate.github.requests.length;
    await gate.later(13 * 60);
    await soon();
    expect(counted(gate.github.requests.slice(before))).toEqual({
      '304 GET /repos/acme/{repo}/pulls': 20,
      '200 GET /app/hook/deliveries': 1,
      '200 GET /app/installations': 1,
      '200 GET /installation/repositories': 1,
    });
  });
});
