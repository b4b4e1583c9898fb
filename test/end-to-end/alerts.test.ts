/** What merges, or is pushed, past the gate is found, recorded and raised once. The judge is what stands in GitHub's issues. */
import { join } from 'node:path';
import type { Issue, PullRequest, Repository } from '../../demo/github/github.ts';
import { readStore } from '../../src/adapters/store/read.ts';
import { exposuresOf, EXPOSURE_KINDS } from '../../src/core/exposure/exposures.ts';
import type { RecordEntry } from '../../src/ports.ts';
import { createGate, nextSecond, type Gate } from '../support/gate.ts';
import { createAcme, type Acme } from '../support/organization.ts';

const HOUR = 3600;
const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const BY_CLAUDE = 'Change more\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n';

let gate: Gate;
let acme: Acme;
beforeEach(async () => {
  gate = await createGate();
});
afterEach(() => gate.close());

/** acme, where ada may bypass the ruleset. */
async function begin(files: Record<string, string> = {}): Promise<void> {
  build(files);
  await gate.settled();
  // Branches are looked at once, so that it is known where they stood.
  await looked();
  // The hourly look passes by what was pushed to last at the same second as before.
  await nextSecond();
}

function build(files: Record<string, string> = {}): void {
  acme = createAcme(gate, files);
  const [ruleset] = acme.shop.rulesets.splice(0);
  gate.github.createRuleset(acme.shop, { requiredChecks: ruleset!.requiredChecks, bypass: [acme.ada] });
}

/** The hourly looks, with what they put off. */
async function looked(): Promise<void> {
  await gate.later(HOUR);
  for (let round = 0; round < 3; round++) await gate.later(30);
}

/** What was put off for a moment is done. */
const soon = (): Promise<void> => gate.later(20).then(() => gate.later(20));

const issues = (repository: Repository = acme.shop): Issue[] =>
  [...repository.issues.values()].filter((each): each is Issue => each.kind === 'issue');

async function entries(...kinds: RecordEntry['kind'][]): Promise<readonly RecordEntry[]> {
  const store = readStore({ folder: join(gate.folder, 'data') });
  try {
    return await store.record({ owner: acme.organization.login, kinds });
  } finally {
    await store.close();
  }
}

const exposures = async () => exposuresOf(await entries(...EXPOSURE_KINDS));

/** An agent's pull request that ada merges past the gate. */
async function mergedPast(files: Record<string, string> = CODE): Promise<PullRequest> {
  const pull = acme.agentOpens(files);
  await gate.settled();
  expect(await gate.merge(pull, acme.ada)).toMatchObject({ status: 200 });
  await soon();
  return pull;
}

describe('merged past the gate', () => {
  test('by an admin: one issue says who, what was unmet and the way back', async () => {
    await begin();
    const pull = await mergedPast();
    const [issue, ...others] = issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({
      title: `#${pull.number} by Claude's GitHub app was merged past AgentGuard by ada`,
      state: 'open',
      labels: ['agentguard'],
      author: gate.app.bot,
    });
    const body = issue?.body ?? '';
    expect(body).toContain(`\`ada\` merged acme/shop#${pull.number}`);
    expect(body).toMatch(/\*\*Exposed since \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\*\*/);
    expect(body).toContain('someone with write access');
    expect(body).toContain('`review_required`');
    expect(body).toContain(`git revert --no-edit ${pull.merged?.sha}`);
    expect(body).toContain('/agentguard revert <reason>');
    const [merge] = await entries('merge');
    expect(merge?.body).toMatchObject({
      commit: pull.merged?.sha,
      mergedAt: pull.merged?.at,
      mergedBy: 'ada',
      base: 'main',
      protected: true,
      observed: false,
      judged: 'before the merge',
    });
    expect(await entries('alert')).toMatchObject([
      {
        subject: `acme/shop#${pull.number}`,
        body: {
          what: 'merged past the gate',
          issue: { repository: 'acme/shop', number: issue?.number },
          problem: null,
          entry: merge?.sequence,
          who: 'ada',
        },
      },
    ]);
    expect(await exposures()).toMatchObject([{ until: null, who: 'ada', since: pull.merged?.at }]);
  });

  test('told again, late and by every sweep: still one', async () => {
    await begin();
    gate.github.deliveries.mishap = () => ({ copies: 3 });
    const pull = acme.agentOpens(CODE);
    await gate.settled();
    gate.github.deliveries.hold();
    expect(await gate.merge(pull, acme.ada)).toMatchObject({ status: 200 });
    gate.github.deliveries.release((held) => held.toReversed());
    await soon();
    gate.github.deliveries.mishap = () => null;
    await looked();
    await looked();
    expect(issues()).toHaveLength(1);
    expect(await entries('merge')).toHaveLength(1);
    expect(await entries('alert')).toHaveLength(1);
    expect(await entries('push')).toHaveLength(0);
  });

  test('because the check is not required any more', async () => {
    await begin();
    acme.shop.rulesets.splice(0);
    const pull = acme.agentOpens(CODE);
    await gate.settled();
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
    await soon();
    expect(issues().map(({ title }) => title)).toEqual([
      `#${pull.number} by Claude's GitHub app was merged past AgentGuard by nadia`,
    ]);
  });

  test('while the app was down: found when it is back, and judged by the policy from before', async () => {
    await begin();
    await gate.stop();
    const pull = acme.agentOpens({ ...CODE, '.agentguard.yml': 'version: 1\nmode: observe\n' });
    expect(await gate.merge(pull, acme.ada)).toMatchObject({ status: 200 });
    await gate.start();
    await gate.settled();
    await looked();
    const [merge] = await entries('merge');
    expect(merge?.body).toMatchObject({
      decision: null,
      judged: 'after the merge',
      observed: false,
      afterwards: { outcome: 'review_required' },
    });
    expect(merge?.body['people']).toContain('claude[bot]');
    expect(issues()).toHaveLength(1);
    expect(issues()[0]?.body).toContain('AgentGuard had decided nothing on it');
  });

  test.each<[string, () => Promise<void>]>([
    [
      "a person's own change",
      async () => {
        const pull = acme.personOpens(CODE);
        await gate.settled();
        await gate.merge(pull, acme.ada);
      },
    ],
    [
      'an approved change',
      async () => {
        const pull = acme.agentOpens(CODE);
        acme.review(pull, acme.bela);
        await gate.settled();
        await gate.merge(pull, acme.nadia);
      },
    ],
    [
      'a merge onto a branch that binds nothing',
      async () => {
        gate.github.commit(acme.shop, {
          branch: 'topic',
          files: { t: 't' },
          message: 't',
          author: acme.nadia,
        });
        const pull = acme.agentOpens(CODE, { base: 'topic' });
        await gate.settled();
        await gate.merge(pull, acme.ada);
      },
    ],
  ])('raises nothing: %s', async (_, act) => {
    await begin();
    await act();
    await soon();
    await looked();
    expect(await entries('merge')).toHaveLength(1);
    expect(issues()).toEqual([]);
    expect(await entries('alert', 'push')).toEqual([]);
  });

  test('raises nothing where the gate only watches', async () => {
    await begin({ '.agentguard.yml': 'version: 1\nmode: observe\n' });
    await mergedPast();
    gate.github.commit(acme.shop, {
      branch: 'main',
      files: { x: 'x' },
      message: BY_CLAUDE,
      author: acme.ada,
    });
    await soon();
    expect((await entries('merge', 'push')).map(({ body }) => body['observed'])).toEqual([true, true]);
    expect(issues()).toEqual([]);
  });
});

describe('where it is raised', () => {
  test('in the repository that the policy names', async () => {
    await begin({ '.agentguard.yml': 'version: 1\nalerts: { repository: acme/site }\n' });
    const site = acme.createRepository('site');
    await mergedPast();
    expect(issues()).toEqual([]);
    expect(issues(site)).toHaveLength(1);
  });

  test('nowhere while issues are off; tried again, and recorded with the reason', async () => {
    await begin();
    acme.shop.hasIssues = false;
    await mergedPast();
    await looked();
    expect((await entries('alert')).map(({ body }) => [body['issue'], body['problem']])).toEqual([
      [null, 'Issues are switched off in acme/shop.'],
    ]);
    expect(gate.log()).toContain('an alert could not be raised');
    acme.shop.hasIssues = true;
    await looked();
    expect(issues()).toHaveLength(1);
    expect((await entries('alert')).at(-1)?.body).toMatchObject({ problem: null });
  });

  test('nowhere if the policy says so', async () => {
    await begin({ '.agentguard.yml': 'version: 1\nalerts: { repository: off }\n' });
    await mergedPast();
    expect(issues()).toEqual([]);
    expect(await exposures()).toMatchObject([{ until: null, alert: { issue: null } }]);
  });

  test('once, also if the app dies between making the issue and recording it', async () => {
    await begin();
    gate.github.fail({
      method: 'POST',
      path: /\/issues$/,
      alter: () => {
        throw new Error('The answer was lost.');
      },
    });
    await mergedPast();
    await gate.later(HOUR);
    await looked();
    expect(issues()).toHaveLength(1);
    expect(await entries('alert')).toHaveLength(1);
  });
});

describe('pushed past the gate', () => {
  test("an agent's commit on main", async () => {
    await begin();
    const { sha } = gate.github.commit(acme.shop, {
      branch: 'main',
      files: { 'src/a.ts': 'export const a = 2;\n' },
      message: BY_CLAUDE,
      author: acme.ada,
    });
    await soon();
    expect(await entries('push')).toMatchObject([
      {
        subject: 'acme/shop@main',
        body: {
          after: sha,
          pushedBy: 'ada',
          problem: null,
          commits: [{ sha, agents: ['claude-code'], by: ['ada'] }],
        },
      },
    ]);
    expect(issues().map(({ title }) => title)).toEqual([
      '1 commit by Claude Code pushed past AgentGuard to main by ada',
    ]);
    expect(issues()[0]?.body).toContain(`git revert --no-edit ${sha}`);
    await looked();
    expect(issues()).toHaveLength(1);
  });

  test('and found by the sweep alone, forced and on a protected branch', async () => {
    await begin();
    const { github } = gate;
    github.commit(acme.shop, { branch: 'release', files: { r: 'r' }, message: 'Begin', author: acme.ada });
    github.createRuleset(acme.shop, {
      branches: ['release'],
      requiredChecks: [{ context: 'AgentGuard', integrationId: gate.app.id }],
      bypass: [acme.ada],
    });
    await looked();
    github.deliveries.mishap = () => ({ drop: true });
    const start = acme.shop.refs.get('refs/heads/main')!;
    github.commit(acme.shop, {
      branch: 'elsewhere',
      files: { e: 'e' },
      message: BY_CLAUDE,
      author: acme.ada,
      from: start,
    });
    github.updateBranch(acme.shop, 'release', acme.shop.refs.get('refs/heads/elsewhere')!, acme.ada);
    await looked();
    expect((await entries('push')).map(({ subject }) => subject)).toEqual(['acme/shop@release']);
    expect(issues()).toHaveLength(1);
  });

  test('after the branch was deleted and made again', async () => {
    await begin();
    const { github } = gate;
    github.commit(acme.shop, { branch: 'release', files: { r: 'r' }, message: 'Begin', author: acme.ada });
    github.createRuleset(acme.shop, { branches: ['release'], requiredChecks: [] });
    await looked();
    await nextSecond();
    github.deleteBranch(acme.shop, 'release', acme.ada);
    await looked();
    await nextSecond();
    github.commit(acme.shop, { branch: 'release', files: { x: 'x' }, message: BY_CLAUDE, author: acme.ada });
    await soon();
    await looked();
    expect((await entries('push')).map(({ subject }) => subject)).toEqual(['acme/shop@release']);
  });

  test('so many commits that not all can be read: it says so', async () => {
    await begin();
    const { github } = gate;
    for (let index = 0; index <= 1000; index++) {
      github.commit(acme.shop, {
        branch: 'main',
        files: { 'n.txt': String(index) },
        message: `Number ${index}`,
        author: acme.ada,
        silent: true,
      });
    }
    await looked();
    // Something has to be told of the repository: silent commits leave no trace in its times.
    github.commit(acme.shop, { branch: 'main', files: { last: 'x' }, message: 'Last', author: acme.ada });
    await soon();
    expect((await entries('push')).at(-1)?.body).toMatchObject({
      commits: [],
      problem: '1002 commits came at once, of which 1000 could be read.',
    });
    expect(issues()[0]?.title).toBe('What was pushed to main by ada could not be read whole');
  });

  test("a person's own push raises nothing", async () => {
    await begin();
    gate.github.commit(acme.shop, { branch: 'main', files: { x: 'x' }, message: 'Mine', author: acme.ada });
    await soon();
    await looked();
    expect(await entries('push', 'alert')).toEqual([]);
  });

  test('what a merged pull request brought is no push', async () => {
    await begin();
    const pull = await mergedPast();
    await looked();
    expect(pull.merged).not.toBeNull();
    expect(await entries('push')).toEqual([]);
  });
});

describe('how an exposure ends', () => {
  test('reviewed after all', async () => {
    await begin();
    const pull = await mergedPast();
    acme.review(pull, acme.nadia);
    await soon();
    expect(await exposures()).toMatchObject([{ how: 'reviewed', by: 'nadia' }]);
    const [issue] = issues();
    expect(issue?.state).toBe('closed');
    expect(issue?.comments.at(-1)?.body).toContain('All reviews that it owed were given by `nadia`');
  });

  test('a review does not end it where control files were changed', async () => {
    await begin();
    const pull = await mergedPast({ '.agentguard.yml': 'version: 1\nmode: observe\n' });
    acme.review(pull, acme.olga);
    acme.review(pull, acme.nadia);
    await soon();
    expect(await exposures()).toMatchObject([{ until: null }]);
    expect(issues()[0]?.body).toContain('a review afterwards alone does not end it');
  });

  test('closed by who merged it, or by whoever has no say: opened again, and said once', async () => {
    await begin();
    await mergedPast();
    const [issue] = issues();
    for (const person of [acme.ada, acme.nadia]) {
      gate.github.closeIssue(issue!, person);
      await soon();
      expect(issue?.state).toBe('open');
    }
    const said = issue!.comments.filter(({ author }) => author === gate.app.bot);
    expect(said.map(({ body }) => body.split('.')[0])).toEqual([
      'It was closed by the person who let the change in',
    ]);
    expect(await exposures()).toMatchObject([{ until: null }]);
  });

  test('closed by somebody entitled, also if no delivery tells', async () => {
    await begin();
    await mergedPast();
    const max = gate.github.createUser('max');
    gate.github.addCollaborator(acme.shop, max, 'maintain');
    gate.github.deliveries.mishap = () => ({ drop: true });
    gate.github.closeIssue(issues()[0]!, max);
    await looked();
    expect(await exposures()).toMatchObject([{ how: 'closed', by: 'max' }]);
    expect(issues()[0]).toMatchObject({ state: 'closed' });
  });

  test('of a push, likewise', async () => {
    await begin();
    gate.github.commit(acme.shop, {
      branch: 'main',
      files: { x: 'x' },
      message: BY_CLAUDE,
      author: acme.ada,
    });
    await soon();
    gate.github.closeIssue(issues()[0]!, acme.ada);
    await soon();
    expect(issues()[0]?.state).toBe('open');
    const max = gate.github.createUser('max');
    gate.github.addCollaborator(acme.shop, max, 'maintain');
    gate.github.closeIssue(issues()[0]!, max);
    await soon();
    expect(await exposures()).toMatchObject([{ how: 'closed', by: 'max' }]);
  });
});

describe('an override', () => {
  async function overridden(): Promise<PullRequest> {
    build();
    const pull = acme.agentOpens(CODE);
    await gate.settled();
    await nextSecond();
    gate.github.comment(pull, acme.ada, '/agentguard override The shop is down');
    await gate.settled();
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
    await soon();
    expect(issues()).toEqual([]);
    return pull;
  }

  test('that nobody follows up is raised when it has ended', async () => {
    const pull = await overridden();
    await gate.later(71 * HOUR);
    expect(issues()).toEqual([]);
    await gate.later(2 * HOUR);
    expect(issues().map(({ title }) => title)).toEqual([
      `#${pull.number} by Claude's GitHub app was merged under an override and not reviewed since`,
    ]);
    expect(issues()[0]?.body).toContain('`ada` lifted the gate for it');
    await looked();
    expect(issues()).toHaveLength(1);
    acme.review(pull, acme.bela);
    await soon();
    expect(await exposures()).toMatchObject([{ what: 'override not followed up', how: 'reviewed' }]);
  });

  test('that is followed up is not', async () => {
    const pull = await overridden();
    acme.review(pull, acme.bela);
    await gate.later(73 * HOUR);
    await looked();
    expect(issues()).toEqual([]);
    expect(await entries('alert')).toEqual([]);
  });
});
