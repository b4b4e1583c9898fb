import type { Agent } from '../../agent.ts';

export const copilotCli: Agent = {
  id: 'copilot-cli',
  name: 'GitHub Copilot CLI',
  vendor: 'GitHub',
  url: 'https://docs.github.com/en/copilot/concepts/agents/about-copilot-cli',
  signals: [
    {
      kind: 'login',
      pattern: /^copilot$/i,
      id: 223556219,
      shared: true,
      role: 'authored',
      source: 'actions/dependency-review-action@e404798400',
      examples: ['Copilot'],
    },
    {
      kind: 'trailer',
      pattern: /^copilot-session: [0-9a-f-]{36}$/i,
      role: 'coauthored',
      source: 'ghostty-org/ghostty@d8b77c8586',
      examples: ['Copilot-Session: 01234567-89ab-4cde-8f01-23456789abcd'],
    },
    {
      kind: 'trailer',
      pattern: /^generated-by: (?:github )?copilot(?: <[^<>]{3,80}>)?$/i,
      role: 'coauthored',
      source: 'github/awesome-copilot@e8d8a79c8e',
      examples: ['Generated-by: GitHub Copilot <copilot@github.com>'],
    },
    {
      kind: 'trailer',
      pattern: /^assisted-by: (?:github )?copilot(?:[ :(&<].{0,100})?$/i,
      role: 'assisted',
      source: 'github/awesome-copilot@c95af033c9',
      examples: ['Assisted-by: GitHub Copilot'],
    },
  ],
  lookAlikes: [
    { kind: 'trailer', text: 'Reviewed-by: Copilot' },
    { kind: 'trailer', text: 'Generated-by: copilot-schema-gen 1.2' },
    { kind: 'message', text: 'Spotted by Copilot' },
  ],
};
