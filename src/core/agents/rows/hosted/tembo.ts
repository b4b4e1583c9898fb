import type { Agent } from '../../agent.ts';

export const tembo: Agent = {
  id: 'tembo',
  name: 'Tembo',
  vendor: 'Tembo',
  url: 'https://docs.tembo.io',
  signals: [
    {
      kind: 'login',
      pattern: /^tembo\[bot\]$/i,
      role: 'authored',
      source: 'pull requests of public repositories, 2025 and 2026',
      examples: ['tembo[bot]'],
    },
    {
      kind: 'name',
      pattern: /^tembo\[bot\]$/i,
      role: 'authored',
      source: 'contributor lists of public repositories, 2026',
      examples: ['tembo[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@tembo.io' },
    { kind: 'name', text: 'Tembo' },
    { kind: 'message', text: 'Move the database to Tembo' },
  ],
};
