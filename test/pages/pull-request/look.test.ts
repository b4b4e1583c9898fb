import { pino } from 'pino';
import { evaluate } from '../../../src/pipeline.ts';
import { LimitError, SourceError } from '../../../src/ports.ts';
import { createLooks, type LookOptions } from '../../../src/pages/pull-request/look.ts';
import type { Evaluate } from '../../../src/worker/world.ts';
import { agentsPullRequest, readsOf } from '../../evaluation/change.ts';

const SHOP = { owner: 'acme', name: 'shop', installationId: 1, permission: 'read' } as const;

/** Counts snapshots; what happens meanwhile the test says. */
function looks(
  during: Evaluate = evaluate,
  options: LookOptions = {},
  snapshot = async () => agentsPullRequest(),
) {
  let read = 0;
  const look = createLooks(
    {
      readsOf: () =>
        readsOf(
          {},
          {
            source: {
              snapshot: () => {
                read++;
                return snapshot();
              },
            },
          },
        ),
      evaluate: during,
      log: pino({ level: 'silent' }),
    },
    options,
  );
  return { look, read: () => read };
}

const never: Evaluate = () => new Promise(() => {});
const outcome = (look: Awaited<ReturnType<ReturnType<typeof createLooks>>>): string =>
  'unread' in look ? look.unread : look.evaluation.decision.outcome;

test('whoever asks within seconds gets the same answer, whatever case the address is in', async () => {
  const { look, read } = looks();
  const all = await Promise.all([look(SHOP, 7), look(SHOP, 7), look({ ...SHOP, name: 'Shop' }, 7)]);
  expect(all.map(outcome)).toEqual(['review_required', 'review_required', 'review_required']);
  expect(read()).toBe(1);
  await look(SHOP, 8);
  await look({ ...SHOP, installationId: 2 }, 7);
  expect(read()).toBe(3);
});

test('later it is evaluated anew', async () => {
  const { look, read } = looks(evaluate, { keptMs: 0 });
  await look(SHOP, 7);
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  await look(SHOP, 7);
  expect(read()).toBe(2);
});

test('nobody waits for long, and few are evaluated at once', async () => {
  const { look, read } = looks(never, { patienceMs: 5 });
  expect(outcome(await look(SHOP, 1))).toMatch(/^Evaluating it takes longer than usual\./);
  await Promise.all([look(SHOP, 2), look(SHOP, 3)]);
  expect(outcome(await look(SHOP, 4))).toMatch(/^Several pull requests are being evaluated/);
  expect(read()).toBe(3);
});

test.each<[string, Error, string, boolean]>([
  [
    'GitHub does not answer',
    new SourceError('Could not read it: GitHub rests.'),
    'Could not read it: GitHub rests.',
    false,
  ],
  ['it is not there', new SourceError('Nothing there.', { missing: true }), 'Nothing there.', true],
  ['it takes too much', new LimitError('It was stopped.'), 'It was stopped.', false],
  [
    'something is wrong, which nobody is told',
    new Error('ENOENT /etc/secret'),
    'Evaluating it failed. The log of the server says why.',
    false,
  ],
])('%s', async (_, error, unread, missing) => {
  const { look } = looks(evaluate, {}, () => Promise.reject(error));
  expect(await look(SHOP, 7)).toEqual({ unread, missing });
});
