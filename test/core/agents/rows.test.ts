import { AGENTS } from '../../../src/core/agents/catalogue.ts';
import { SIGNAL_KINDS } from '../../../src/core/agents/agent.ts';
import type { Agent, Signal, SignalKind } from '../../../src/core/agents/agent.ts';
import { matchText, Recogniser } from '../../../src/core/agents/match.ts';
import type { Match } from '../../../src/core/agents/match.ts';
import { readMessage } from '../../../src/core/agents/text/trailers.ts';

const who = new Recogniser([]);

/** All agents named by a text where a signal of this kind is looked for. */
function namedBy(kind: SignalKind, text: string, id?: number): readonly Match[] {
  if (kind === 'login') return who.account({ login: text, type: 'Bot', id: id ?? null });
  if (kind === 'email') return who.email(text);
  if (kind !== 'trailer') return matchText(kind, text);
  const { trailers } = readMessage(`Title\n\n${text}\n`);
  expect(trailers).toHaveLength(1);
  return trailers.flatMap((trailer) => who.trailer(trailer).matches);
}

const examples = AGENTS.flatMap((agent) =>
  agent.signals.flatMap((signal) =>
    signal.examples.map((text): [string, SignalKind, string, Signal] => [
      agent.id,
      signal.kind,
      text,
      signal,
    ]),
  ),
);
const lookAlikes = AGENTS.flatMap((agent) =>
  agent.lookAlikes.map(({ kind, text, means }): [string, SignalKind, string, string | undefined] => [
    agent.id,
    kind,
    text,
    means,
  ]),
);

describe('rows', () => {
  test('ids are unique and fit for a policy', () => {
    const ids = AGENTS.map((agent) => agent.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  test.each(AGENTS.map((agent): [string, Agent] => [agent.id, agent]))('%s is whole', (_id, agent) => {
    expect(agent.signals.length).toBeGreaterThan(0);
    expect(agent.lookAlikes.length).toBeGreaterThan(0);
    for (const signal of agent.signals) {
      expect(SIGNAL_KINDS).toContain(signal.kind);
      expect(signal.examples.length).toBeGreaterThan(0);
      expect(signal.source).not.toBe('');
      // A global or sticky pattern would remember where it stopped.
      expect(signal.pattern.flags).toMatch(/^i?$/);
    }
  });

  test('each signal matches its own examples', () => {
    const missed = examples.filter(([, , text, signal]) => !signal.pattern.test(text));
    expect(missed).toEqual([]);
  });

  test.each(examples)('%s is the only agent named by its %s "%s"', (id, kind, text, signal) => {
    expect(namedBy(kind, text, signal.id)).toEqual([
      { agent: id, name: AGENTS.find((agent) => agent.id === id)?.name, role: signal.role, fits: true },
    ]);
  });

  test.each(lookAlikes)('%s is not named by the %s "%s"', (id, kind, text, means) => {
    expect(means).not.toBe(id);
    expect(namedBy(kind, text).map((match) => match.agent)).toEqual(means === undefined ? [] : [means]);
  });

  test("an account's number decides between agents that share a login", () => {
    const copilot = [198982749, 223556219, 175728472].map((id) => namedBy('login', 'Copilot', id)[0]?.agent);
    expect(copilot).toEqual(['copilot-coding-agent', 'copilot-cli', 'copilot-review']);
  });

  test('without a number a login means one agent, in whatever order the rows stand', () => {
    const logins = AGENTS.flatMap((agent) =>
      agent.signals.filter((signal) => signal.kind === 'login').map((signal) => ({ agent, signal })),
    );
    for (const text of logins.flatMap(({ signal }) => signal.examples)) {
      const bearers = logins.filter(({ signal }) => !signal.shared && signal.pattern.test(text));
      expect([text, bearers.map(({ agent }) => agent.id)]).toEqual([text, [expect.any(String)]]);
    }
    expect(namedBy('login', 'Copilot').map((match) => match.agent)).toEqual(['copilot-coding-agent']);
    expect(logins.filter(({ signal }) => signal.shared && signal.id === undefined)).toEqual([]);
  });

  test("a person who bears an agent's name stays a person", () => {
    expect(who.account({ login: 'claude', type: 'User', id: 81847 })).toEqual([]);
    expect(who.account({ login: 'codex', type: 'User', id: null })).toEqual([]);
  });

  test('no pattern is slow on text made to be slow', () => {
    const hostile = [
      ' '.repeat(1000),
      '('.repeat(1000),
      'a-'.repeat(500),
      'co-authored-by: claude ('.repeat(41),
    ];
    const began = performance.now();
    for (const [, , , signal] of examples) {
      for (const text of [...hostile, ...signal.examples.map((one) => one.repeat(20).slice(0, 1000))]) {
        signal.pattern.test(text);
      }
    }
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
