import { checkRequest, checkResponse } from '../../../contract/rest.ts';
import { asApp, createStage, propose } from '../stage.ts';
import type { Stage } from '../stage.ts';

let stage: Stage;
let installationId: number;
let tokens: Readonly<Record<string, string>>;

beforeAll(async () => {
  stage = await createStage({ webhook: { url: 'http://127.0.0.1:9/hooks', secret: 'x' } });
  const { github, olga, ann, bob, acme, shop, app } = stage;
  const team = github.createTeam(acme, 'dba', { members: [bob] });
  shop.teams.set(team, 'write');
  github.createTeam(acme, 'guests');
  shop.properties.set('stage', 'production').set('data', ['personal', 'payment']);
  github.createRuleset(shop, { requiredChecks: [{ context: 'AgentGuard', integrationId: app.app.id }] });
  installationId = github.installApp({ app: app.app, account: acme, repositories: 'all' }).id;
  propose(stage, ann, {
    'src/cart.ts': null,
    'src/basket.ts': 'export const cart = [];\n',
    'a b/100% ü.md': 'x\n',
  });
  github.review(shop.issues.get(1) as never, bob, 'APPROVE');
  const { data } = await asApp(stage).apps.createInstallationAccessToken({ installation_id: installationId });
  const { token } = (await asApp(stage).auth({ type: 'app' })) as { token: string };
  tokens = {
    jwt: token,
    app: data.token,
    ann: github.createUserToken(ann),
    olga: github.createUserToken(olga),
  };
});
afterAll(() => stage.github.stop());

/** In the order they run: later ones build on earlier ones. */
const CALLS: readonly (readonly [
  as: string,
  method: string,
  path: () => string,
  status: number,
  body?: () => object,
])[] = [
  ['jwt', 'GET', () => '/app', 200],
  ['jwt', 'GET', () => '/app/installations', 200],
  ['jwt', 'GET', () => `/app/installations/${installationId}`, 200],
  [
    'jwt',
    'POST',
    () => `/app/installations/${installationId}/access_tokens`,
    201,
    () => ({ repositories: ['shop'] }),
  ],
  ['jwt', 'GET', () => '/app/hook/config', 200],
  ['jwt', 'PATCH', () => '/app/hook/config', 200, () => ({ url: 'http://127.0.0.1:9/other' })],
  ['jwt', 'GET', () => '/repos/acme/shop/installation', 200],
  ['app', 'GET', () => '/installation/repositories', 200],
  ['app', 'GET', () => '/repos/acme/shop', 200],
  ['app', 'GET', () => '/repos/acme/nothing', 404],
  ['app', 'GET', () => '/repos/acme/shop/activity?ref=refs/heads/change', 200],
  ['app', 'GET', () => '/repos/acme/shop/collaborators', 200],
  ['app', 'GET', () => '/orgs/acme/memberships/ann', 200],
  ['ann', 'GET', () => '/user', 200],
  ['ann', 'GET', () => '/user/memberships/orgs/acme', 200],
  ['ann', 'GET', () => '/user/memberships/orgs/nothing', 404],
  ['app', 'GET', () => '/orgs/acme/memberships/nobody', 404],
  ['app', 'GET', () => '/orgs/acme/teams/dba/repos/acme/shop', 204],
  ['app', 'GET', () => '/orgs/acme/teams/guests/repos/acme/shop', 404],
  ['app', 'GET', () => '/repos/acme/shop/properties/values', 200],
  ['app', 'GET', () => '/repos/acme/shop/collaborators/ann/permission', 200],
  ['app', 'GET', () => '/repos/acme/shop/rules/branches/main', 200],
  ['app', 'GET', () => '/repos/acme/shop/pulls?state=all&head=acme:change', 200],
  ['app', 'GET', () => '/repos/acme/shop/pulls/1', 200],
  ['app', 'GET', () => '/repos/acme/shop/pulls/1/files?per_page=100', 200],
  ['app', 'GET', () => '/repos/acme/shop/pulls/1/reviews', 200],
  ['app', 'GET', () => '/repos/acme/shop/compare/main...change', 200],
  ['app', 'GET', () => '/repos/acme/shop/contents/src?ref=change', 200],
  ['app', 'GET', () => '/repos/acme/shop/contents/a%20b%2F100%25%20%C3%BC.md?ref=change', 200],
  ['app', 'GET', () => '/repos/acme/shop/contents/absent.ts', 404],
  ['app', 'GET', () => `/repos/acme/shop/git/blobs/${firstBlob()}`, 200],
  [
    'app',
    'POST',
    () => '/repos/acme/shop/check-runs',
    201,
    () => ({
      name: 'AgentGuard',
      head_sha: head(),
      status: 'completed',
      conclusion: 'action_required',
      external_id: 'd1',
      output: {
        title: 'Waiting',
        summary: 'For Bob',
        annotations: [
          { path: 'src/basket.ts', start_line: 1, end_line: 1, annotation_level: 'warning', message: 'm' },
        ],
      },
    }),
  ],
  ['app', 'GET', () => `/repos/acme/shop/check-runs/${stage.github.state.checkRuns[0]?.id}`, 200],
  [
    'app',
    'PATCH',
    () => `/repos/acme/shop/check-runs/${stage.github.state.checkRuns[0]?.id}`,
    200,
    () => ({ conclusion: 'success' }),
  ],
  ['app', 'GET', () => `/repos/acme/shop/commits/${head()}/check-runs?check_name=AgentGuard`, 200],
  [
    'app',
    'POST',
    () => '/repos/acme/shop/pulls/1/requested_reviewers',
    201,
    () => ({ reviewers: ['olga'], team_reviewers: ['dba'] }),
  ],
  ['app', 'GET', () => '/repos/acme/shop/pulls/1/requested_reviewers', 200],
  [
    'app',
    'DELETE',
    () => '/repos/acme/shop/pulls/1/requested_reviewers',
    200,
    () => ({ reviewers: ['olga'], team_reviewers: ['dba'] }),
  ],
  [
    'app',
    'POST',
    () => '/repos/acme/shop/issues',
    201,
    () => ({ title: 'Raised', body: 'x', labels: ['agentguard'] }),
  ],
  ['app', 'GET', () => '/repos/acme/shop/issues?state=all&labels=agentguard&per_page=100', 200],
  ['app', 'GET', () => '/repos/acme/shop/issues/2', 200],
  ['app', 'PATCH', () => '/repos/acme/shop/issues/2', 200, () => ({ state: 'closed' })],
  ['app', 'POST', () => '/repos/acme/shop/issues/1/comments', 201, () => ({ body: 'Asked' })],
  ['app', 'GET', () => '/repos/acme/shop/issues/1/comments?per_page=100', 200],
  ['app', 'POST', () => `${firstComment()}/reactions`, 201, () => ({ content: 'eyes' })],
  ['app', 'POST', () => `${firstComment()}/reactions`, 200, () => ({ content: 'eyes' })],
  ['app', 'GET', () => `${firstComment()}/reactions`, 200],
  ['ann', 'PATCH', () => firstComment(), 200, () => ({ body: 'Never asked' })],
  ['app', 'GET', () => firstComment(), 200],
  ['app', 'DELETE', () => firstComment(), 204],
  ['app', 'POST', () => '/repos/acme/shop/issues/comments/1/reactions', 404, () => ({ content: 'eyes' })],
  ['olga', 'POST', () => '/repos/acme/shop/pulls/1/reviews', 200, () => ({ event: 'APPROVE' })],
  [
    'olga',
    'PUT',
    () => `/repos/acme/shop/pulls/1/reviews/${pull().reviews[0]?.id}/dismissals`,
    200,
    () => ({ message: 'Too hasty' }),
  ],
  ['ann', 'PATCH', () => '/repos/acme/shop/pulls/1', 200, () => ({ title: 'Rename the cart' })],
  ['ann', 'PUT', () => '/repos/acme/shop/pulls/1/merge', 200, () => ({ merge_method: 'squash' })],
  [
    'ann',
    'POST',
    () => '/repos/acme/shop/pulls',
    201,
    () => ({ title: 'Again', head: 'again', base: 'main', body: 'b' }),
  ],
];

const pull = () => stage.shop.issues.get(1) as ReturnType<typeof propose>;
const head = () => pull().head.sha;
const firstComment = () => `/repos/acme/shop/issues/comments/${pull().comments[0]?.id}`;
const firstBlob = () => [...stage.shop.objects.blobs.keys()][0];

test.each(CALLS.map((call) => [`${call[0]}: ${call[1]} ${call[2].toString().slice(6)}`, call] as const))(
  '%s',
  async (_, [as, method, path, status, body]) => {
    if (path().endsWith('/pulls') && method === 'POST') {
      stage.github.commit(stage.shop, {
        branch: 'again',
        files: { x: 'x' },
        message: 'x',
        author: stage.ann,
      });
    }
    const sent = body?.();
    const url = path();
    const response = await fetch(`${stage.github.url}/api/v3${url}`, {
      method,
      headers: { authorization: `Bearer ${tokens[as]}` },
      ...(sent && { body: JSON.stringify(sent) }),
    });
    const answer: unknown = status === 204 ? null : await response.json();
    expect({ status: response.status, answer: response.status === status ? 'as expected' : answer }).toEqual({
      status,
      answer: 'as expected',
    });
    expect(checkRequest(method, url, sent)).toEqual([]);
    // The description wants each account of this list to be a user and an enterprise at once: nobody is.
    const impossible = / \/0\/account /;
    const problems = checkResponse(method, url, status, answer).filter((each) => !impossible.test(each));
    expect(problems).toEqual([]);
  },
);
