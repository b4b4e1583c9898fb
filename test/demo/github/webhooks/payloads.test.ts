import { createRequire } from 'node:module';
import { openTheatre } from './receiver.ts';
import { propose } from '../stage.ts';
import type { Received, Theatre } from './receiver.ts';
import type { Stage } from '../stage.ts';

let theatre: Theatre;
let stage: Stage;
let received: Received[];
const install: Theatre['install'] = (repositories) => theatre.install(repositories);
const during: Theatre['during'] = (act) => theatre.during(act);

beforeEach(async () => {
  theatre = await openTheatre();
  ({ stage, received } = theatre);
});
afterEach(() => theatre.close());

const EXAMPLES = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  name: string;
  examples: Record<string, unknown>[];
}[];
/** In examples from repositories of people, or gone from GitHub since. */
const OCCASIONAL = ['organization', 'installation', 'has_discussions', 'custom_properties', 'deployment'];

describe('payloads have every field of the published examples', () => {
  const fields = (value: unknown) => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
  test.each([
    [
      'pull_request',
      'synchronize',
      () =>
        stage.github.commit(stage.shop, {
          branch: 'change',
          files: { x: 'x' },
          message: 'x',
          author: stage.ann,
        }),
    ],
    ['pull_request_review', 'submitted', () => stage.github.review(pullOf(), stage.bob, 'APPROVE')],
    ['issue_comment', 'created', () => stage.github.comment(pullOf(), stage.bob, 'x')],
    [
      'issues',
      'reopened',
      () => {
        const { github, shop, bob } = stage;
        const issue = github.openIssue(shop, { title: 'x', author: bob });
        github.closeIssue(issue, bob);
        github.reopenIssue(issue, bob);
      },
    ],
    [
      'push',
      undefined,
      () =>
        stage.github.commit(stage.shop, {
          branch: 'change',
          files: { x: 'x' },
          message: 'x',
          author: stage.ann,
        }),
    ],
    [
      'check_run',
      'created',
      () =>
        stage.github.createCheckRun(stage.shop, stage.app.app, { name: 'A', head_sha: pullOf().head.sha }),
    ],
    ['merge_group', 'checks_requested', () => stage.github.enqueue(pullOf(), stage.ann)],
  ] as const)('%s.%s', async (event, action, act) => {
    install();
    propose(stage, stage.ann);
    await during(act);
    const mine = received.find((each) => each.event === event)?.payload ?? {};
    const examples = EXAMPLES.find(({ name }) => name === event)?.examples;
    const example = examples?.find((each) => each.action === action) ?? {};
    const missing = fields(example)
      .filter((name) => !OCCASIONAL.includes(name))
      .flatMap((name) => {
        const inner = fields(example[name]).filter((field) => !fields(mine[name]).includes(field));
        return name in mine
          ? inner.filter((field) => !OCCASIONAL.includes(field)).map((field) => `${name}.${field}`)
          : [name];
      });
    expect(missing).toEqual([]);
  });
  const pullOf = () => stage.shop.issues.get(1) as ReturnType<typeof propose>;
});
