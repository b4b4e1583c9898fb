import { asApp, createStage, propose } from '../stage.ts';
import type { Stage } from '../stage.ts';

let stage: Stage;

beforeEach(async () => {
  stage = await createStage();
  const { github, app, acme } = stage;
  github.installApp({ app: app.app, account: acme, repositories: 'all' });
});
afterEach(() => stage.github.stop());

interface Answer {
  readonly status: number;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { message: string; type?: string; path?: string[] }[];
}

/** The raw answer: Octokit would throw on errors. */
async function ask(query: string, permissions?: Record<string, 'read' | 'write'>): Promise<Answer> {
  const { data } = await asApp(stage).apps.createInstallationAccessToken({
    installation_id: stage.github.state.installations[0]?.id ?? 0,
    ...(permissions && { permissions }),
  });
  const headers = { authorization: `bearer ${data.token}` };
  const response = await fetch(`${stage.github.url}/api/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}

const inShop = (fields: string) => `query { repository(owner: "acme", name: "shop") { ${fields} } }`;
const ofPull = (fields: string) => inShop(`pullRequest(number: 1) { ${fields} }`);

describe('errors come with status 200', () => {
  test.each<[string, () => string, string, string | undefined]>([
    [
      'unknown fields',
      () => inShop('nonsense'),
      'Cannot query field "nonsense" on type "Repository".',
      undefined,
    ],
    [
      'no page size',
      () => ofPull('commits { totalCount }'),
      'You must provide a `first` or `last` value to properly paginate the `commits` connection.',
      'MISSING_PAGINATION_BOUNDARIES',
    ],
    [
      'a page too large',
      () => ofPull('commits(first: 101) { totalCount }'),
      'Requesting 101 records on the `commits` connection exceeds the `first` limit of 100 records.',
      'EXCESSIVE_PAGINATION',
    ],
    [
      'no such pull request',
      () => inShop('pullRequest(number: 9) { id }'),
      'Could not resolve to a PullRequest with the number of 9.',
      'NOT_FOUND',
    ],
    [
      'no such repository',
      () => 'query { repository(owner: "acme", name: "x") { id } }',
      "Could not resolve to a Repository with the name 'acme/x'.",
      'NOT_FOUND',
    ],
    ['no query', () => 'query {', 'Syntax Error: Expected Name, found <EOF>.', undefined],
  ])('%s', async (_, query, message, type) => {
    propose(stage, stage.ann);
    const { status, errors } = await ask(query());
    expect(status).toBe(200);
    expect(errors?.map((each) => [each.message, each.type])).toEqual([[message, type]]);
  });

  test('what is found stands beside what is not', async () => {
    const { data, errors } = await ask(
      'query { shop: repository(owner: "acme", name: "shop") { name } floor: repository(owner: "acme", name: ".github") { name } }',
    );
    expect(data).toEqual({ shop: { name: 'shop' }, floor: null });
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['floor'] }]);
  });

  test.each([
    ['object(expression: "HEAD:README.md") { oid }', { metadata: 'read' }],
    ['pullRequest(number: 1) { title }', { contents: 'read' }],
    ['mergeQueue { id }', { contents: 'read' }],
  ] as const)('%s is forbidden with %j', async (fields, permissions) => {
    propose(stage, stage.ann);
    const { data, errors } = await ask(inShop(fields), permissions);
    expect(errors).toMatchObject([{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }]);
    expect(Object.values(data?.repository as object)).toEqual([null]);
  });

  test('teams need members: read', async () => {
    stage.github.createTeam(stage.acme, 'dba');
    const query = 'query { organization(login: "acme") { team(slug: "dba") { slug } } }';
    expect((await ask(query, { contents: 'read' })).errors).toMatchObject([{ type: 'FORBIDDEN' }]);
    expect((await ask(query, { members: 'read' })).data).toEqual({ organization: { team: { slug: 'dba' } } });
  });
});
