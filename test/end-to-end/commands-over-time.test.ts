/** What time and broken connections do to commands. */
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { createConversation, type Conversation } from '../support/conversation.ts';
import { createGate, nextSecond, type Gate } from '../support/gate.ts';

const TOKEN = `export const token = 'ghp_${sample(36)}';\n`;

let gate: Gate;
let talk: Conversation;
beforeEach(async () => {
  gate = await createGate();
  talk = createConversation(gate);
});
afterEach(async () => {
  gate.github.heal();
  await gate.close();
});

describe('broken off between the record and the answer', () => {
  test('what was accepted is recorded once and acknowledged in the end', async () => {
    const pull = await talk.opened();
    await nextSecond();
    gate.github.fail({ method: 'POST', path: /\/check-runs$/, status: 502, times: 1 });
    gate.github.comment(pull, talk.acme.ada, '/agentguard override prod is down');
    await gate.settled();
    await gate.later(10);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    expect((await talk.kinds(pull)).filter((kind) => kind === 'override')).toHaveLength(1);
    expect(pull.comments[0]?.reactions.map(({ content }) => content)).toEqual(['+1']);
  });

  test('what was refused is said once, although GitHub’s answer was lost', async () => {
    const pull = await talk.opened();
    gate.github.fail({
      method: 'POST',
      path: /\/issues\/\d+\/comments$/,
      alter: () => {
        throw new Error('The answer was lost.');
      },
    });
    gate.github.comment(pull, talk.acme.bela, '/agentguard override prod is down');
    await gate.settled();
    await gate.later(10);
    expect(talk.said(pull)).toHaveLength(1);
    await talk.write(pull, talk.acme.bela, '/agentguard recheck');
    expect(talk.said(pull)).toHaveLength(1);
  });
});

describe('what ends by itself', () => {
  const HOUR = 3600;

  test('an override holds for 72 hours, and no delivery is needed to end it', async () => {
    const pull = await talk.opened();
    await talk.write(pull, talk.acme.ada, '/agentguard override prod is down');
    await gate.later(71.9 * HOUR);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    await gate.later(0.2 * HOUR);
    expect(await gate.verdict(pull, talk.acme.nadia)).toMatchObject({
      merge: 405,
      summary: expect.stringContaining('no: it ended on'),
    });
  });

  test('a waiver holds for 14 days', async () => {
    const pull = await talk.opened({ 'src/client.ts': TOKEN });
    talk.acme.review(pull, talk.acme.bela);
    const [key] = await talk.keysOn(pull);
    await talk.write(pull, talk.max, `/agentguard waive ${key} revoked`);
    await gate.later(14 * 24 * HOUR - 60);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'success' });
    await gate.later(120);
    expect(await gate.verdict(pull, talk.acme.nadia)).toMatchObject({
      merge: 405,
      title: expect.stringContaining('Blocked: provider-token'),
    });
  });

  test('what was written too long ago is refused, as when the app was down', async () => {
    const pull = await talk.opened();
    await gate.stop();
    await nextSecond();
    const comment = gate.github.comment(pull, talk.acme.ada, '/agentguard override prod is down');
    const delivery = gate.github.deliveries.list.findLast(({ event }) => event === 'issue_comment');
    await gate.later(73 * HOUR);
    await gate.start();
    await gate.github.deliveries.redeliver(delivery!);
    expect(await gate.answer(pull)).toMatchObject({ conclusion: 'action_required' });
    expect(comment.reactions.map(({ content }) => content)).toEqual(['-1']);
    expect(talk.said(pull)).toEqual([expect.stringContaining('has ended already')]);
  });
});
