import type { Agent } from '../../agent.ts';

export const openAgents: Agent = {
  id: 'open-agents',
  name: 'Open Agents',
  vendor: 'Vercel',
  url: 'https://github.com/vercel-labs/open-agents',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:open-agents-bot|openharness)\[bot\]$/i,
      id: 260704009,
      role: 'authored',
      source: 'vercel/ai@55da46fbc8',
      examples: ['open-agents-bot[bot]', 'openharness[bot]'],
    },
    {
      kind: 'name',
      pattern: /^(?:open-agents-bot|openharness)\[bot\]$/i,
      role: 'authored',
      source: 'vercel/ai@8079d636e5',
      examples: ['open-agents-bot[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'openharness' },
    { kind: 'email', text: 'jane@vercel.com' },
    { kind: 'message', text: 'Compare with open-agents' },
  ],
};
