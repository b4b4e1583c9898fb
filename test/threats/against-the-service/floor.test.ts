/** Ways for a repository, or an agent in it, to leave what the organisation demands. The judge is GitHub's merge endpoint. */
import type { Repository } from '../../../demo/github/github.ts';
import { createAcme, type Acme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';
import { mergesAfter } from '../verdicts.ts';

const CODE = { 'src/a.ts': 'export const a = 1;\n' };
const POLICY = '.agentguard.yml';
/** Tries to ask for less than any floor. */
const LAX = 'version: 1\nmode: observe\nreviews:\n  - { name: anyone, from: { permission: write } }\n';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

/** acme with this floor; its shop begins with these files. */
function under(floor: string, files: Record<string, string> = {}): Acme {
  const acme = createAcme(gate, files);
  acme.createRepository('.github', { [POLICY]: floor });
  return acme;
}

const floorOf = (acme: Acme): Repository =>
  gate.github.findRepository(acme.organization.login, '.github') as Repository;

/** The installation is narrowed, so that whoever looks finds no floor. */
function cover(acme: Acme, repositories: readonly Repository[]): void {
  const installation = gate.github.state.installations.find(({ account }) => account === acme.organization);
  gate.github.changeInstallation(installation!, repositories, acme.ada);
}

const OLGA = 'version: 1\nmode: enforce\nreviews:\n  - { name: all, from: { users: [olga] } }\n';

describe('#39 the floor cannot be read', () => {
  test('it is taken out of the installation: the strict defaults hold, and the check says why', async () => {
    const acme = under(OLGA);
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.olga);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    cover(acme, [acme.shop]);
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      summary: expect.stringContaining('floor cannot be seen'),
    });
    acme.review(pull, acme.ada);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('it is made invalid: the strict defaults stand in for it', async () => {
    const acme = under('version: 1\nreviewz: []\n');
    expect(await mergesAfter(gate, acme, acme.agentOpens(CODE), acme.ada)).toEqual({
      bela: 405,
      title: 'Waiting for someone with maintain access (anything an agent wrote)',
      both: 200,
    });
  });

  test('whoever changes it needs its owners or an admin, like every policy', async () => {
    const acme = under(OLGA);
    const pull = acme.personOpens({ [POLICY]: LAX }, { repository: floorOf(acme) });
    expect(await mergesAfter(gate, acme, pull, acme.ada)).toMatchObject({ bela: 405, both: 200 });
  });
});

describe('the floor holds whatever a repository says', () => {
  test('a repository asks for less', async () => {
    const acme = under(OLGA, { [POLICY]: LAX });
    expect(await mergesAfter(gate, acme, acme.agentOpens(CODE), acme.olga)).toMatchObject({
      bela: 405,
      both: 200,
    });
  });

  const group = (repositories: string): string =>
    `version: 1\nmode: enforce\ngroups:\n  - name: payments\n    repositories: { ${repositories} }\n    policy:\n      reviews: [{ name: payments, from: { users: [olga] } }]\n`;

  test.each<[string, string]>([
    ['name', 'names: ["sh*"]'],
    ['topic', 'topics: [payments]'],
    ['custom property', 'properties: { tier: [critical] }'],
  ])('a repository in a group of the floor, by its %s, asks for less', async (_, repositories) => {
    const acme = under(group(repositories), { [POLICY]: LAX });
    acme.shop.topics.push('payments');
    acme.shop.properties.set('tier', 'critical');
    const other = acme.createRepository('elsewhere');
    expect(await mergesAfter(gate, acme, acme.agentOpens(CODE), acme.olga)).toMatchObject({
      bela: 405,
      both: 200,
    });
    const free = acme.agentOpens(CODE, { repository: other });
    acme.review(free, acme.bela);
    expect(await gate.verdict(free, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('custom properties that cannot be read are not taken for none', async () => {
    const acme = under(group('properties: { tier: [critical] }'), { [POLICY]: LAX });
    gate.github.fail({ path: /\/properties\/values$/, status: 403, times: 100 });
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringContaining('Could not be evaluated'),
    });
    gate.github.heal();
  });

  test('a group by topic can be left by whoever sets the topics, which docs/security.md says', async () => {
    const acme = under(group('topics: [payments]'));
    acme.shop.topics.push('payments');
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    acme.shop.topics.length = 0;
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });
});

describe('a freeze of the floor', () => {
  const HOUR = 60 * 60;
  let passed = 0;
  /** A date an hour from what the app takes for now. */
  const soon = (): string => new Date(Date.now() + (passed + HOUR) * 1000).toISOString();
  const later = async (): Promise<void> => {
    passed += 2 * HOUR;
    await gate.later(2 * HOUR);
  };
  const frozen = (agents: string): string =>
    `version: 1\nmode: enforce\nfreeze:\n  - { agents: ${agents}, until: "${soon()}", reason: An incident. }\n`;

  test.each<[string, string]>([
    ['every agent', 'all'],
    ['this agent', '[claude-github-app]'],
  ])('of %s: nothing of it merges until the date, then it does', async (_, agents) => {
    const acme = under(frozen(agents), { [POLICY]: LAX });
    const pull = acme.agentOpens(CODE);
    for (const person of [acme.bela, acme.olga, acme.ada]) acme.review(pull, person);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringMatching(/^Blocked: .* frozen here until /),
      summary: expect.stringContaining('An incident.'),
    });
    await later();
    expect(await gate.merge(pull, acme.nadia)).toMatchObject({ status: 200 });
  });

  test('of another agent, and of a person, it stops nothing', async () => {
    const acme = under(frozen('[devin]'));
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
    const all = under(frozen('all'));
    expect(await gate.verdict(all.personOpens(CODE), all.nadia)).toMatchObject({ merge: 200 });
  });

  test('that begins while a pull request has a pass takes it back', async () => {
    const acme = under('version: 1\n');
    const pull = acme.agentOpens(CODE);
    acme.review(pull, acme.bela);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    const files = { [POLICY]: frozen('all') };
    gate.github.commit(floorOf(acme), { branch: 'main', files, message: 'Freeze', author: acme.ada });
    await gate.settled();
    passed += 5;
    await gate.later(5);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });
});
