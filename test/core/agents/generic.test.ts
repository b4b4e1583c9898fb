import { attributeCommit } from '../../../src/core/agents/detect.ts';
import { GENERIC } from '../../../src/core/agents/generic.ts';
import { commit } from '../../support/facts.ts';

/** `id: name, role, strength` of each agent that a message with this end names. */
const named = (end: string): string[] =>
  attributeCommit(commit({ message: `Fix it\n\n${end}\n` }), []).agents.map(
    ({ agent, name, role, strength }) => `${agent}: ${name}, ${role}, ${strength}`,
  );

test.each(
  GENERIC.flatMap(({ role, examples }) =>
    examples.map(({ text, names }): [string, string[]] => [text, [`${names}, ${role}, declared`]]),
  ),
)('%j', (text, wanted) => {
  expect(named(text)).toEqual(wanted);
});

test.each(GENERIC.flatMap(({ lookAlikes }) => lookAlikes))('%j names no agent', (text) => {
  expect(named(text)).toEqual([]);
});

test('a pair that a row knows is of that row alone', () => {
  expect(
    named(
      '🤖 Generated with [Claude Code](https://claude.ai/code)\n\nCo-authored-by: Claude <noreply@anthropic.com>',
    ),
  ).toEqual(['claude-code: Claude Code, coauthored, declared']);
});

test('the name of an unlisted agent is cut and cleaned', () => {
  expect(named('Assisted-by: T\u202ei\u0007nk:gpt-5')).toEqual(['unlisted: Tink, assisted, declared']);
  expect(named(`Assisted-by: ${'x'.repeat(90)}:gpt-5`)).toEqual([
    `unlisted: ${'x'.repeat(40)}, assisted, declared`,
  ]);
});

test('several unlisted agents share a line', () => {
  expect(named('Assisted-by: Anvil:gpt-5\nAssisted-by: Bellows:gpt-5')).toEqual([
    'unlisted: Anvil, Bellows, assisted, declared',
  ]);
});
