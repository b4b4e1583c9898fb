/** A pull request that changes the policy says what that would change for those that are open. */
import type { PullRequest } from '../../demo/github/github.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';

const POLICY = '.agentguard.yml';
/** Two approvals of everything; nothing else than today for the database. */
const TIGHTER = DATABASE_POLICY.replace('    from: { permission', '    approvals: 2\n    from: { permission');

let gate: Gate;
let acme: Acme;
beforeAll(async () => {
  gate = await createGate();
});
beforeEach(async () => {
  acme = createAcme(gate, { [POLICY]: DATABASE_POLICY });
  await gate.settled();
});
afterEach(() => gate.github.heal());
afterAll(() => gate.close());

/** The section, or null. */
async function changes(pull: PullRequest): Promise<string | null> {
  const { output } = await gate.answer(pull);
  return (
    /### What this policy would change\n([^]*?)\n\n(?:###|<details>)/.exec(output.summary ?? '')?.[1] ?? null
  );
}

const opened = async (path: string): Promise<PullRequest> => {
  const pull = acme.agentOpens({ [path]: 'export {};\n' });
  await gate.answer(pull);
  return pull;
};

const recheck = (pull: PullRequest): void =>
  void gate.github.comment(pull, acme.nadia, '/agentguard recheck');

/** Which pull requests are read because of an event. */
async function askedBy(event: () => void): Promise<Set<number>> {
  const before = gate.github.requests.length;
  event();
  await gate.settled();
  const asked = gate.github.requests.slice(before).filter(({ body }) => body.includes('query pullRequest'));
  return new Set(
    asked.map(({ body }) => (JSON.parse(body) as { variables: { number: number } }).variables.number),
  );
}

const HEAD = `For open pull requests of agents, as they are now. It decides nothing here.

| Pull request | By today’s policy | By this one | What differs |
| --- | --- | --- | --- |
`;

test('by both policies, newest first, and not again what did not move', async () => {
  const code = await opened('src/a.ts');
  const database = await opened('db/a.ts');
  await gate.settled();
  const pull = acme.personOpens({ [POLICY]: TIGHTER });
  const differs =
    'someone with write access (anything an agent wrote): open → not there; 2 of those with write access (anything an agent wrote): not there → open';
  const waits = `Waiting for 1 of @\u2060${acme.organization.login}/dba (db/\\*\\*) and 1 more`;
  expect(await changes(pull)).toBe(
    `${HEAD}| \`#${database.number}\` | ${waits} | ${waits} | ${differs} |
| \`#${code.number}\` | Waiting for someone with write access (anything an agent wrote) | Waiting for 2 of those with write access (anything an agent wrote) | ${differs} |`,
  );

  expect(await askedBy(() => recheck(pull))).toEqual(new Set([pull.number]));
  acme.review(code, acme.bela);
  await gate.settled();
  expect(await askedBy(() => recheck(pull))).toEqual(new Set([pull.number, code.number]));
  expect(await changes(pull)).toContain(`| \`#${code.number}\` | Approved by bela | Waiting for `);
});

test('the same for all, and none', async () => {
  const comment = `${DATABASE_POLICY}# The same.\n`;
  expect(await changes(acme.personOpens({ [POLICY]: comment }))).toBe(
    'No other pull request of an agent is open here, so nothing changes for any.',
  );
  const code = await opened('src/a.ts');
  expect(await changes(acme.personOpens({ [POLICY]: comment }))).toBe(
    `For open pull requests of agents, as they are now. It decides nothing here.\n\nNothing changes for \`#${code.number}\`.`,
  );
});

test('a policy that is taken away leaves the defaults', async () => {
  await opened('db/a.ts');
  expect(await changes(acme.personOpens({ [POLICY]: null }))).toContain('/dba (database): open → not there');
});

test('what cannot be read is said, and the answer is the same', async () => {
  const code = await opened('src/a.ts');
  gate.github.fail({
    path: '/graphql',
    body: new RegExp(`query pullRequest.*"number":${code.number}\\b`, 's'),
    status: 502,
    times: 20,
  });
  const pull = acme.personOpens({ [POLICY]: TIGHTER });
  expect(await gate.answer(pull)).toMatchObject({
    conclusion: 'action_required',
    output: { title: 'Waiting for an admin (control files)' },
  });
  expect(await changes(pull)).toContain(`Could not be said for \`#${code.number}\`: Could not read`);
});

test('at most twenty are judged', async () => {
  for (let index = 0; index < 22; index++) acme.agentOpens({ [`src/${index}.ts`]: 'export {};\n' });
  await gate.settled();
  const text = (await changes(acme.personOpens({ [POLICY]: TIGHTER }))) ?? '';
  expect(text.match(/^\| `#\d+` \|/gm)).toHaveLength(20);
  expect(text).toMatch(/\n\nThe newest were judged; 2 older ones were not\.$/);
});

test('an invalid policy is annotated and judges nobody', async () => {
  await opened('src/a.ts');
  const pull = acme.personOpens({ [POLICY]: 'version: 1\nreviews:\n  - nam: x\n' });
  expect(await changes(pull)).toBeNull();
  const { annotations } = await gate.answer(pull);
  expect(annotations.map(({ path, start_line, message }) => [path, start_line, message])).toContainEqual([
    POLICY,
    3,
    expect.stringContaining('`nam`'),
  ]);
});

test('of a floor it says whom it concerns, and how to find out', async () => {
  const floor = acme.createRepository('.github', { [POLICY]: 'version: 1\n' });
  await gate.settled();
  const pull = acme.personOpens({ [POLICY]: 'version: 1\nmode: enforce\n' }, { repository: floor });
  expect(await changes(pull)).toMatch(
    /^This is the floor of `acme[-\d]*`: it holds for every repository there\. What it would change in them is not judged here\./,
  );
});
