import { readiness } from '../../src/server/readiness.ts';

const now = new Date('2026-11-23T12:00:00Z');

function process(given: { pinged?: () => Promise<Date>; signIn?: () => Promise<unknown> } = {}) {
  let passed = 0;
  let asked = 0;
  let signIn = given.signIn ?? (async () => {});
  const tested = readiness({
    store: { ping: given.pinged ?? (async () => now) },
    clock: { now: () => now },
    signIn: () => {
      asked += 1;
      return signIn();
    },
    log: { warn() {} },
    elapsed: () => passed,
  });
  return {
    drain: () => tested.drain(),
    parts: async () => (await tested.obstacles()).map(({ part }) => part),
    obstacles: () => tested.obstacles(),
    after: (seconds: number) => void (passed += seconds * 1000),
    gitHubFails: (fails: boolean) =>
      void (signIn = fails ? () => Promise.reject(new Error('401')) : async () => {}),
    asked: () => asked,
  };
}

const refused = (): Promise<never> => Promise.reject(new Error('connection refused'));

test.each<[string, Parameters<typeof process>[0], string[]]>([
  ['all is well', {}, []],
  ['the database does not answer', { pinged: refused }, ['database']],
  ['GitHub does not let it in', { signIn: refused }, ['github']],
  ['neither', { pinged: refused, signIn: refused }, ['database', 'github']],
  ['clocks ten seconds apart', { pinged: async () => new Date(now.getTime() + 10_000) }, []],
  ['a clock that is ahead', { pinged: async () => new Date(now.getTime() + 10_001) }, ['clock']],
  ['a clock that is behind', { pinged: async () => new Date(now.getTime() - 11_000) }, ['clock']],
])('says what is in the way: %s', async (_name, given, parts) => {
  expect(await process(given).parts()).toEqual(parts);
});

test('an obstacle says what to do, and nothing of the error', async () => {
  const [obstacle] = await process({ signIn: refused }).obstacles();
  expect(obstacle?.problem).toBe('The app could not sign in within the last minute.');
  expect(obstacle?.remedy).toMatch(/^Look at APP_ID and PRIVATE_KEY/);
  expect(JSON.stringify(obstacle)).not.toContain('connection refused');
});

test('asks GitHub once every 30 seconds, whoever asks', async () => {
  const tested = process();
  await Promise.all([tested.parts(), tested.parts(), tested.parts()]);
  tested.after(29);
  await tested.parts();
  expect(tested.asked()).toBe(1);
  tested.after(1);
  await tested.parts();
  expect(tested.asked()).toBe(2);
});

test('an answer of GitHub is good for a minute', async () => {
  const tested = process();
  expect(await tested.parts()).toEqual([]);
  tested.gitHubFails(true);
  tested.after(45);
  expect(await tested.parts()).toEqual([]);
  tested.after(16);
  expect(await tested.parts()).toEqual(['github']);
  tested.gitHubFails(false);
  tested.after(15);
  expect(await tested.parts()).toEqual([]);
  expect(tested.asked()).toBe(3);
});

test('is not ready while it drains', async () => {
  const tested = process();
  expect(await tested.parts()).toEqual([]);
  tested.drain();
  expect(await tested.parts()).toEqual(['process']);
});
