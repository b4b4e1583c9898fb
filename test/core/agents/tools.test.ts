import { isModel, knownTool, recordedTool } from '../../../src/core/agents/tools.ts';

test.each([
  ['claude', 'claude-code'],
  ['Claude Code', 'claude-code'],
  ['codex-cli 0.42.1', 'codex'],
  ['kimi', 'kimi-code'],
  ['Kimi-CLI', 'kimi-code'],
  ['TraeAgent', 'trae'],
  ['TraeCode', 'trae'],
  ['Trae CLI', 'trae'],
  ['Hermes', 'hermes'],
  ['Hermes Agent', 'hermes'],
  ['opencode/glm-5.2', 'opencode'],
  ['opencode/anthropic/claude-opus-4-6', 'opencode'],
  ['Cline · Kimi K3', 'cline'],
  ['Aider (gpt-5.4)', 'aider'],
  ['GitHub Copilot', 'copilot-ide'],
  ['github/copilot', 'copilot-ide'],
  ['Tinkerer', undefined],
  ['tinkerer/claude', undefined],
  ['Kimi Tanaka', undefined],
  ['', undefined],
  ['/', undefined],
])('the tool %j', (name, agent) => {
  expect(knownTool(name)?.agent).toBe(agent);
});

test('a record names an agent without a row, and the tools of tests name none', () => {
  expect(recordedTool('Tinkerer')).toEqual({ agent: 'unlisted', name: 'Tinkerer' });
  expect(recordedTool('mock_ai')).toBeNull();
});

test.each([
  ['claude-opus-4-6', true],
  ['gpt-5.4', true],
  ['zai/glm-5.2', true],
  ['claude', false],
  ['Devin', false],
])('the model %j', (name, is) => {
  expect(isModel(name)).toBe(is);
});
