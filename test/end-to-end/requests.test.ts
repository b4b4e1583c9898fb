/** How much is asked of GitHub for each event, counted at a GitHub that lives in memory, by a warm process. */
import type { PullRequest } from '../../demo/github/github.ts';
import { createGate, type Gate } from '../support/gate.ts';
import { createAcme, DATABASE_POLICY, type Acme } from '../support/organization.ts';
import { countRequests } from '../support/requests.ts';

let gate: Gate;
beforeEach(async () => {
  gate = await createGate();
});
afterEach(() => gate.close());

/** What a new head takes, and what anything else that happens on a pull request does. */
const NEW_HEAD = { 'query pullRequest': 1, 'files compared': 1, 'check run': 1 };
const SAME_HEAD = { 'query pullRequest': 1, 'check run': 1 };
/** Apart, and only when needed. */
const PUSHES = { 'activity page': 1 };
const REVIEWERS = { reviewers: 1 };
const TAKEN_BACK = { 'check run': 2 };
const CONTENTS = { 'query blobs': 1 };
const LISTED = { 'files compared': 0, 'query atCommits': 1 };

const counted = (event: () => void): Promise<Record<string, number>> => countRequests(gate, event);

/** Files for @acme/dba to look at; `mark` tells one version from another. */
const files = (count: number, mark: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`db/${index}.md`, `${mark}\n`]));

/** acme, where the process has evaluated a pull request before. */
async function warm(floor: boolean): Promise<Acme> {
  const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
  if (floor) acme.createRepository('.github', { '.agentguard.yml': 'version: 1\nmode: enforce\n' });
  await gate.settled();
  await gate.answer(acme.agentOpens(files(1, 'first')));
  // Sweeps go at a pace of their own.
  for (let round = 0; round < 3; round++) await gate.later(60);
  return acme;
}

describe.each<[string, boolean]>([
  ['without a floor', false],
  ['with a floor', true],
])('%s', (_, floor) => {
  test.each([1, 50, 100])('a pull request of %s files, one team', async (count) => {
    const acme = await warm(floor);
    let pull: PullRequest | undefined;
    const opened = await counted(() => void (pull = acme.agentOpens(files(count, 'a'))));
    expect(opened).toEqual({ ...NEW_HEAD, ...PUSHES, ...REVIEWERS });
    const pushed = (mark: string) => counted(() => acme.push(pull!, files(count, mark)));
    expect(await pushed('b')).toEqual({ ...NEW_HEAD, ...PUSHES });

    expect(await counted(() => acme.review(pull!, acme.bela))).toEqual(SAME_HEAD);
    // The base goes on, and what the pull request changes stays what it is.
    const readme = { 'README.md': 'Shop\n' };
    gate.github.commit(acme.shop, { branch: 'main', files: readme, message: 'Go on', author: acme.ada });
    await gate.settled();
    expect(await counted(() => acme.review(pull!, acme.olga))).toEqual(SAME_HEAD);
    expect(gate.check(pull!)?.conclusion).toBe('success');

    const recheck = (): void => void gate.github.comment(pull!, acme.nadia, '/agentguard recheck');
    expect(await counted(recheck)).toEqual({ 'query pullRequest': 1, reaction: 1 });
    expect(await pushed('c')).toEqual({ ...NEW_HEAD, ...PUSHES, ...TAKEN_BACK });
  });

  test('a merge group of one', async () => {
    const acme = await warm(floor);
    const pull = acme.agentOpens(files(2, 'a'));
    acme.review(pull, acme.olga);
    await gate.answer(pull);
    const queued = await counted(() => void gate.github.enqueue(pull, acme.nadia));
    // The pull request itself is evaluated again as well: it was put into the queue.
    expect(queued).toEqual({ 'query pullRequest': 2, 'query mergeQueue': 1, 'check run': 1 });
  });
});

test('files that come without a patch are read once', async () => {
  const acme = await warm(false);
  gate.github.state.patchless.add('src/a.ts');
  let pull: PullRequest | undefined;
  const code = (mark: string) => ({ 'src/a.ts': `export const ${mark} = 1;\n`, 'src/b.ts': 'export {};\n' });
  const opened = await counted(() => void (pull = acme.agentOpens(code('a'))));
  expect(opened).toEqual({ ...NEW_HEAD, ...PUSHES, ...CONTENTS });
  expect(await counted(() => acme.review(pull!, acme.bela))).toEqual(SAME_HEAD);
  expect(await counted(() => acme.push(pull!, { 'docs/a.md': 'More\n' }))).toEqual({
    ...NEW_HEAD,
    ...PUSHES,
    ...CONTENTS,
    ...TAKEN_BACK,
  });
  // Of the new head only its folders, which tell the modes of files.
  const { body } = gate.github.requests.findLast((request) => request.body.includes('query blobs'))!;
  const {
    owner: _owner,
    name: _name,
    ...places
  } = (JSON.parse(body) as { variables: Record<string, string> }).variables;
  expect(Object.values(places)).toEqual([`${pull!.head.sha}:src`]);
});

test('more than a hundred files are listed for a new head, a hundred a page', async () => {
  const acme = await warm(false);
  let pull: PullRequest | undefined;
  const opened = await counted(() => void (pull = acme.agentOpens(files(250, 'a'))));
  const { 'files compared': _, ...listed } = { ...NEW_HEAD, ...LISTED };
  expect(opened).toEqual({ ...listed, ...PUSHES, ...REVIEWERS, 'files page': 3 });
  expect(await counted(() => acme.review(pull!, acme.bela))).toEqual(SAME_HEAD);
});

test('who approves is read each time', async () => {
  const acme = await warm(false);
  const pull = acme.agentOpens(files(1, 'a'));
  acme.review(pull, acme.olga);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  gate.github.removeTeamMember(acme.dba, acme.olga, acme.ada);
  await gate.settled();
  await gate.later(60);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
});
