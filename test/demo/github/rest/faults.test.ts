import { rateLimited } from '../../../../demo/github/github.ts';
import { asApp, createStage, refusal } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from '../stage.ts';

let stage: Stage;
let guard: Octokit;
const where = { owner: 'acme', repo: 'shop' };

beforeEach(async () => {
  stage = await createStage();
  const { github, app, acme } = stage;
  guard = asApp(stage, github.installApp({ app: app.app, account: acme, repositories: 'all' }).id);
});
afterEach(() => stage.github.stop());

describe('failures on request', () => {
  const title = () => guard.graphql('query { repository(owner: "acme", name: "shop") { name } }');

  test('so many GraphQL calls fail, then all is well', async () => {
    stage.github.fail({ path: '/graphql', times: 2, status: 502, json: { message: 'Bad Gateway' } });
    for (const status of [502, 502, 200]) expect((await refusal(title())).status).toBe(status);
    expect(
      stage.github.requests.filter(({ path }) => path === '/graphql').map(({ status }) => status),
    ).toEqual([502, 502, 200]);
  });

  test('a rate limit says when to come back', async () => {
    stage.github.fail({ path: /\/pulls$/, ...rateLimited(7) });
    await expect(guard.pulls.list(where)).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'retry-after': '7' } },
    });
    expect((await guard.pulls.list(where)).status).toBe(200);
  });

  test('an answer is altered: partial errors', async () => {
    stage.github.fail({
      path: '/graphql',
      body: 'repository',
      alter: (json) => ({ ...json, errors: [{ message: 'Something went wrong', path: ['repository'] }] }),
    });
    await expect(title()).rejects.toMatchObject({
      data: { repository: { name: 'shop' } },
      errors: [{ message: 'Something went wrong' }],
    });
  });

  test('healed before they strike', async () => {
    stage.github.fail({ status: 500, times: 100 });
    stage.github.heal();
    expect((await guard.repos.get(where)).status).toBe(200);
  });
});
