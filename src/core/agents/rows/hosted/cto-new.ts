import type { Agent } from '../../agent.ts';

export const ctoNew: Agent = {
  id: 'cto-new',
  name: 'cto.new',
  vendor: 'Engine Labs',
  url: 'https://cto.new',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:cto-new|engine-labs-app)\[bot\]$/i,
      id: 140088366,
      role: 'authored',
      source: 'ghostty-org/ghostty@ff60804254',
      examples: ['engine-labs-app[bot]', 'cto-new[bot]'],
    },
    {
      kind: 'name',
      pattern: /^(?:cto-new|engine-labs-app)\[bot\]$/i,
      role: 'authored',
      source: 'ghostty-org/ghostty@ff60804254',
      examples: ['engine-labs-app[bot]', 'cto-new[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'CTO' },
    { kind: 'email', text: 'cto@example.com' },
    { kind: 'message', text: 'Credit the new CTO' },
  ],
};
