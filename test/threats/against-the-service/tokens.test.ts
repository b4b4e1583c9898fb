/** What could be done with a token of the app's that somebody stole. */
import { createAcme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

test('#37 tokens reach no further than they are needed', async () => {
  const acme = createAcme(gate);
  acme.createRepository('other');
  acme.createRepository('.github');
  const pull = acme.agentOpens(CODE);
  acme.review(pull, acme.bela);
  expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
  const tokens = [...gate.github.state.tokens.values()].flatMap((token) =>
    token.kind === 'installation' ? [token] : [],
  );
  const names = new Set(tokens.flatMap(({ permissions }) => Object.keys(permissions)));
  expect([...names].toSorted()).toEqual([
    'checks',
    'contents',
    'issues',
    'members',
    'merge_queues',
    'metadata',
    'pull_requests',
  ]);
  const written = ({ permissions }: (typeof tokens)[number]) =>
    Object.keys(permissions).filter((name) => permissions[name] !== 'read');
  expect([...new Set(tokens.flatMap(written))].toSorted()).toEqual(['checks', 'issues', 'pull_requests']);
  const reach = ({ repositories }: (typeof tokens)[number]) =>
    [...(repositories ?? [])].map(({ name }) => name).toSorted();
  const writing = tokens.filter((token) => written(token).length > 0);
  expect(writing.filter((token) => reach(token).length !== 1)).toEqual([]);
  // What only reads reaches the floor as well, and nothing of other repositories but their names.
  const reading = tokens.filter((token) => written(token).length === 0 && token.repositories);
  const others = reading.map((token) => reach(token).filter((name) => name !== '.github'));
  expect(others.filter((each) => each.length > 1)).toEqual([]);
  expect(new Set(reading.map((token) => reach(token).join(' ')))).toContain('.github shop');
  const wide = tokens.filter(({ repositories }) => !repositories);
  // What reaches everything can list it and read no content.
  const listing = ['members', 'metadata', 'pull_requests'];
  const widest = wide.flatMap(({ permissions }) => Object.keys(permissions));
  expect(widest.filter((name) => !listing.includes(name))).toEqual([]);
});
