import type { Agent } from '../../agent.ts';

export const verdent: Agent = {
  id: 'verdent',
  name: 'Verdent',
  vendor: 'Verdent AI',
  url: 'https://www.verdent.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:noreply|verdent)@verdent\.ai$/i,
      role: 'coauthored',
      source: 'github/awesome-copilot@383c9bec9e',
      examples: ['noreply@verdent.ai', 'verdent@verdent.ai'],
    },
    {
      kind: 'name',
      pattern: /^verdent(?: ai(?: assistant)?)?$/i,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['Verdent AI'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@verdent.ai' },
    { kind: 'name', text: 'Verdent Hills' },
  ],
};
