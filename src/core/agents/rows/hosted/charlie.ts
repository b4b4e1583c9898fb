import type { Agent } from '../../agent.ts';

export const charlie: Agent = {
  id: 'charlie',
  name: 'Charlie',
  vendor: 'Charlie Labs',
  url: 'https://docs.charlielabs.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^charliecreates\[bot\]$/i,
      role: 'authored',
      source: 'pull requests of public repositories, 2025 and 2026',
      examples: ['charliecreates[bot]'],
    },
    {
      kind: 'name',
      pattern: /^(?:charliecreates\[bot\]|charliehelps)$/i,
      role: 'authored',
      source: 'co-author lines of public repositories, 2026',
      examples: ['CharlieHelps', 'charliecreates[bot]'],
    },
  ],
  calls: ['@charliehelps'],
  lookAlikes: [
    { kind: 'name', text: 'Charlie' },
    { kind: 'name', text: 'Charlie Lye' },
    { kind: 'email', text: 'charlie@example.com' },
    { kind: 'trailer', text: 'Co-authored-by: Charlie <charlie@example.com>' },
    { kind: 'email', text: '5764343+charlielye@users.noreply.github.com' },
  ],
};
