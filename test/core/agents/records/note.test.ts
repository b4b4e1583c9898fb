import { attributeCommit } from '../../../../src/core/agents/detect.ts';
import { noteTools } from '../../../../src/core/agents/records/note.ts';
import { commit } from '../../../support/facts.ts';

const names = (note: string): string[] => noteTools(note).map(({ agent, name }) => `${agent}: ${name}`);

const record = (tool: unknown): unknown => ({
  agent_id: { tool, id: '1', model: 'm-1' },
  human_author: 'N <n@x.example>',
});
const note = (lines: readonly string[], metadata: unknown): string =>
  ['src/a.ts', ...lines.map((line) => `  ${line}`), '---', JSON.stringify(metadata, null, 2)].join('\n');

const UNKNOWN = 'unlisted: an agent that git-ai recorded';

test.each<[string, string, string[]]>([
  [
    'sessions with traces',
    note(['s_1::t_a 1-10,12', 's_1::t_b 14', 's_2::t_c 20'], {
      sessions: { s_1: record('claude'), s_2: record('codex') },
    }),
    ['claude-code: Claude Code', 'codex: OpenAI Codex'],
  ],
  [
    'prompts',
    note(['c9883b05a2487d6d 1'], { prompts: { c9883b05a2487d6d: record('cursor') } }),
    ['cursor: Cursor'],
  ],
  [
    'both, beside people',
    note(['h_1 1', 'c9 2', 's_1::t_1 3'], {
      humans: { h_1: { author: 'N' } },
      prompts: { c9: record('gemini') },
      sessions: { s_1: record('devin') },
    }),
    ['gemini-cli: Gemini CLI', 'devin: Devin'],
  ],
  ['lines of people only', note(['h_1 1-99'], { humans: { h_1: { author: 'N' } }, sessions: {} }), []],
  ['a session none of whose lines are left', note([], { sessions: { s_1: record('claude') } }), []],
  [
    'a tool without a row',
    note(['s_1 1'], { sessions: { s_1: record('tinkerer') } }),
    ['unlisted: tinkerer'],
  ],
  [
    'tests of git-ai itself',
    note(['s_1 1', 's_2 2'], { sessions: { s_1: record('mock_ai'), s_2: record('test-agent') } }),
    [],
  ],
  ['a session that is not told', note(['s_1 1'], { sessions: {} }), [UNKNOWN]],
  ['a tool that is no text', note(['s_1 1'], { sessions: { s_1: record(7) } }), [UNKNOWN]],
  [
    'a name that every object has',
    note(['constructor 1', 's_toString 2'], { prompts: {}, sessions: {} }),
    [UNKNOWN],
  ],
  [
    'JSON that was cut off',
    note(['s_1 1'], { sessions: { s_1: record('claude') } }).slice(0, -20),
    [UNKNOWN],
  ],
  [
    'Windows line ends',
    note(['s_1 1'], { sessions: { s_1: record('claude') } }).replaceAll('\n', '\r\n'),
    ['claude-code: Claude Code'],
  ],
  [
    'the form before 1.0',
    JSON.stringify({
      files: {
        'a.ts': {
          authors: [
            { author: 'N', agent_metadata: null },
            { author: 'N', agent_metadata: { tool: 'cursor' } },
          ],
        },
      },
      schema_version: 'authorship/0.0.1',
    }),
    ['cursor: Cursor'],
  ],
  ['other notes', 'Reviewed on the list.\n\nfine by me', []],
  ['other JSON', '[1, {"files": 3}]', []],
  ['nothing', '', []],
])('%s', (_what, text, wanted) => {
  expect(names(text)).toEqual(wanted);
});

test('a note declares a co-author of its commit', () => {
  const text = note(['s_1 1'], { sessions: { s_1: record('claude') } });
  expect(attributeCommit(commit({ note: text }), []).agents).toMatchObject([
    {
      agent: 'claude-code',
      role: 'coauthored',
      strength: 'declared',
      evidence: [{ kind: 'note', value: 'Claude Code', strength: 'declared' }],
    },
  ]);
});

test.each([
  ['many writers', `a\n${Array.from({ length: 100_000 }, (_, i) => `  s_${i} 1`).join('\n')}\n---\n{}`],
  ['deep JSON', `a\n  s_1 1\n---\n${'{"sessions":'.repeat(100_000)}`],
  ['a long line', `a\n  ${'s_'.repeat(1_000_000)}\n---\n{}`],
])('%s end soon', (_what, text) => {
  const began = performance.now();
  expect(noteTools(text).length).toBeLessThanOrEqual(1);
  expect(performance.now() - began).toBeLessThan(3000);
});
