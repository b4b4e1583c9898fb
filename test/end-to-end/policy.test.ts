import type { PullRequest, Repository } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

const POLICY = '.agentguard.yml';
const README = { 'README.md': '# Changed\n' };

let gate: Gate;
let acme: Acme;

/** What people see of the answer. */
async function answer(pull: PullRequest) {
  const { name, conclusion, output, annotations } = await gate.answer(pull);
  return { name, conclusion, title: output.title, summary: output.summary ?? '', annotations };
}

const approved = async (pull: PullRequest, by: Acme['ada']) => {
  acme.review(pull, by);
  return answer(pull);
};

describe('without a floor', () => {
  beforeAll(async () => {
    gate = await createGate();
    acme = createAcme(gate);
    await gate.settled();
  });
  afterAll(() => gate.close());

  test('without a policy the defaults ask someone with write access', async () => {
    const pull = acme.agentOpens(README);
    const waiting = await answer(pull);
    expect(waiting).toMatchObject({
      name: 'AgentGuard',
      conclusion: 'action_required',
      title: 'Waiting for someone with write access (anything an agent wrote)',
    });
    expect(waiting.summary).toContain('by built-in defaults');
    expect(await approved(pull, acme.bela)).toMatchObject({
      conclusion: 'success',
      title: 'Approved by bela',
    });
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  });

  test.each([
    [
      'an unknown key',
      'version: 1\nreviewz: []\n',
      'There is no key `reviewz`. Did you mean `reviews`? (`.agentguard.yml:2`)',
    ],
    ['no YAML at all', 'version: 1\nreviews: [\n', '(`.agentguard.yml:3`)'],
    ['an empty file', '', 'or take the file away to have the defaults. (`.agentguard.yml:1`)'],
  ])('a policy that is invalid on the base (%s) means the strict defaults', async (name, text, why) => {
    const repository = acme.createRepository(`invalid-${name.replaceAll(' ', '-')}`, { [POLICY]: text });
    const pull = acme.agentOpens(README, { repository });
    const waiting = await answer(pull);
    expect(waiting).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for someone with maintain access (anything an agent wrote)',
    });
    expect(waiting.summary).toMatch(
      /by strict defaults in the place of `\.agentguard\.yml` at [0-9a-f]{7}, which is invalid/,
    );
    expect(waiting.summary).toContain(why);

    expect(await approved(pull, acme.bela)).toMatchObject({ conclusion: 'action_required' });
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
    expect(await approved(pull, acme.ada)).toMatchObject({
      conclusion: 'success',
      title: 'Approved by ada',
    });
  });

  test('a policy that cannot be read is not taken for none', async () => {
    const repository = acme.createRepository('binary', { [POLICY]: Buffer.from([0, 1, 2, 0]) });
    const unreadable = await answer(acme.agentOpens(README, { repository }));
    expect(unreadable).toMatchObject({
      conclusion: 'failure',
      title: 'Cannot tell yet: .agentguard.yml of acme/binary could not be read',
    });
    expect(unreadable.summary).toContain('It is not text. Put a text file there.');
  });

  describe('a pull request that makes the policy invalid', () => {
    const BAD = 'version: 1\nmode: enforced\n';
    const blocked = {
      conclusion: 'failure',
      title: 'Blocked: policy-invalid (.agentguard.yml:2)',
      annotations: [
        {
          path: POLICY,
          start_line: 2,
          annotation_level: 'failure',
          title: 'policy-invalid (high)',
          message: expect.stringContaining('`mode`'),
        },
      ],
    };

    test.each(['an agent', 'a person'])('is blocked, also when %s opened it', async (who) => {
      const pull =
        who === 'an agent' ? acme.agentOpens({ [POLICY]: BAD }) : acme.personOpens({ [POLICY]: BAD });
      expect(await answer(pull)).toMatchObject(blocked);
      expect(await approved(pull, acme.ada)).toMatchObject(blocked);
      expect(await gate.merge(pull, acme.ada)).toMatchObject({ status: 405 });
    });

    test('waits for its review once the policy is valid', async () => {
      const pull = acme.personOpens({ [POLICY]: BAD });
      await gate.settled();
      acme.push(pull, { [POLICY]: 'version: 1\nmode: enforce\n' }, acme.nadia);
      expect(await answer(pull)).toMatchObject({
        conclusion: 'action_required',
        title: 'Waiting for an admin (control files)',
        annotations: [],
      });
      expect(await approved(pull, acme.bela)).toMatchObject({ conclusion: 'action_required' });
      expect(await approved(pull, acme.ada)).toMatchObject({ conclusion: 'success' });
    });
  });

  test('a team that does not exist is an error on its line in the pull request that names it', async () => {
    const policy = DATABASE_POLICY.replace('[dba]', '[dbo]');
    const pull = acme.personOpens({ [POLICY]: policy });
    expect(await answer(pull)).toMatchObject({
      conclusion: 'failure',
      title: 'Blocked: policy-invalid (.agentguard.yml:7)',
      annotations: [{ start_line: 7, message: expect.stringContaining('@acme/dbo') }],
    });
  });

  test('a team that is gone from under a policy blocks and says how to mend it', async () => {
    const repository = acme.createRepository('teamless', {
      [POLICY]: DATABASE_POLICY.replace('[dba]', '[dbo]'),
    });
    const pull = acme.agentOpens({ 'db/1.sql': 'CREATE TABLE a (id int);\n' }, { repository });
    const missing = await answer(pull);
    expect(missing).toMatchObject({
      conclusion: 'failure',
      title: 'Cannot tell yet: team acme/dbo could not be read',
    });
    expect(missing.summary).toContain('Correct its name in the policy or CODEOWNERS');
    // What does not need the team is not held up by it.
    expect(await answer(acme.agentOpens(README, { repository }))).toMatchObject({
      conclusion: 'action_required',
    });
  });

  test('observing says what would be, under another name, and stops nothing', async () => {
    const repository = acme.createRepository('observed', { [POLICY]: 'version: 1\nmode: observe\n' }, 'none');
    const token = 'ghp_' + sample(36);
    const waits = acme.agentOpens(README, { repository });
    const leaks = acme.agentOpens({ 'src/client.ts': `export const token = '${token}';\n` }, { repository });
    expect(await answer(waits)).toMatchObject({
      name: 'AgentGuard (observe)',
      conclusion: 'success',
      title: 'Would block: Waiting for someone with write access (anything an agent wrote)',
    });
    expect(await answer(leaks)).toMatchObject({
      name: 'AgentGuard (observe)',
      conclusion: 'success',
      title: 'Would block: provider-token (src/client.ts:1)',
    });
    expect(await approved(waits, acme.bela)).toMatchObject({
      conclusion: 'success',
      title: 'Approved by bela',
    });
    expect(namesOn(repository)).toEqual(['AgentGuard (observe)']);
  });

  test('one check run a base is named after it', async () => {
    const repository = acme.createRepository(
      'per-base',
      { [POLICY]: 'version: 1\ncheck: { per_base: true }\n' },
      'AgentGuard: main',
    );
    const pull = acme.agentOpens(README, { repository });
    expect(await answer(pull)).toMatchObject({ name: 'AgentGuard: main', conclusion: 'action_required' });
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 405 });
    expect(await approved(pull, acme.bela)).toMatchObject({ conclusion: 'success' });
    expect(namesOn(repository)).toEqual(['AgentGuard: main']);
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  });
});

const namesOn = (repository: Repository): string[] => [
  ...new Set(
    gate.github.state.checkRuns.filter((run) => run.repository === repository).map(({ name }) => name),
  ),
];

describe("with the organisation's floor", () => {
  const FLOOR = `version: 1
applies_to: everyone
reviews:
  - name: sources
    paths: ["src/**"]
    from: { users: [olga] }
`;
  let floor: Repository;

  beforeAll(async () => {
    gate = await createGate();
    acme = createAcme(gate);
    floor = acme.createRepository('.github', { [POLICY]: FLOOR });
    await gate.settled();
  });
  afterAll(() => gate.close());

  test('it holds in a repository that says nothing', async () => {
    const pull = acme.personOpens({ 'src/index.ts': 'export const open = false;\n' });
    const waiting = await answer(pull);
    expect(waiting).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for @olga (src/**)',
    });
    expect(waiting.summary).toMatch(/by built-in defaults, with the floor of acme\/\.github at [0-9a-f]{7}/);
    expect(await approved(pull, acme.bela)).toMatchObject({ conclusion: 'action_required' });
    expect(await approved(pull, acme.olga)).toMatchObject({ conclusion: 'success' });
  });

  test('it holds in its own repository', async () => {
    const pull = acme.personOpens({ 'src/index.ts': 'export const open = false;\n' }, { repository: floor });
    expect(await answer(pull)).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for @olga (src/**)',
    });
  });

  test('a looser value is an error where it is introduced', async () => {
    const pull = acme.personOpens({ [POLICY]: 'version: 1\napplies_to: agents\n' });
    expect(await answer(pull)).toMatchObject({
      conclusion: 'failure',
      title: 'Blocked: policy-invalid (.agentguard.yml:2)',
      annotations: [
        {
          start_line: 2,
          message:
            '`applies_to: agents` is looser than `everyone`. The floor of acme/.github holds. Leave it out, or make it at least as strict.',
        },
      ],
    });
  });

  test('a looser value that is there already is overruled, with a warning', async () => {
    const repository = acme.createRepository('loose', { [POLICY]: 'version: 1\napplies_to: agents\n' });
    const waiting = await answer(acme.personOpens(README, { repository }));
    expect(waiting).toMatchObject({ conclusion: 'action_required' });
    expect(waiting.summary).toContain(
      '`applies_to: agents` is looser than `everyone`. The floor of acme/.github holds. (`.agentguard.yml:2`)',
    );
  });

  test('when the floor changes, what is open is judged by the new one', async () => {
    const pull = acme.personOpens(README);
    expect(await approved(pull, acme.bela)).toMatchObject({ conclusion: 'success' });
    gate.github.commit(floor, {
      branch: 'main',
      files: { [POLICY]: FLOOR.replace('src/**', '**') },
      message: 'Olga reads everything',
      author: acme.ada,
    });
    await gate.settled();
    await gate.later(60);
    expect(await answer(pull)).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for @olga (**)',
    });
  });
});

describe('installed on selected repositories', () => {
  beforeAll(async () => {
    gate = await createGate();
    acme = createAcme(gate);
    await gate.settled();
  });
  afterAll(() => gate.close());

  test('a floor that cannot be seen means the strict defaults, until it can', async () => {
    const [installation] = gate.github.state.installations;
    if (!installation) throw new Error('acme has no installation');
    installation.repositories = new Set([acme.shop]);
    const pull = acme.agentOpens(README);
    const strict = await answer(pull);
    expect(strict).toMatchObject({
      conclusion: 'action_required',
      title: 'Waiting for someone with maintain access (anything an agent wrote)',
    });
    expect(strict.summary).toContain(
      'Add that repository to the installation, or set AGENTGUARD\\_FLOOR=none',
    );
    expect(await approved(pull, acme.bela)).toMatchObject({ conclusion: 'action_required' });

    installation.repositories = null;
    acme.review(pull, acme.bela);
    expect(await answer(pull)).toMatchObject({ conclusion: 'success', title: 'Approved by bela' });
  });
});
