import type { Agent } from '../../agent.ts';

export const cloudflareThink: Agent = {
  id: 'cloudflare-think',
  name: 'Think',
  vendor: 'Cloudflare',
  url: 'https://github.com/cloudflare/agents',
  signals: [
    {
      kind: 'login',
      pattern: /^agent-think\[bot\]$/i,
      id: 298805081,
      role: 'authored',
      source: 'cloudflare/agents@aa32ff9584',
      examples: ['agent-think[bot]'],
    },
    {
      kind: 'name',
      pattern: /^agent-think\[bot\]$/i,
      role: 'authored',
      source: 'cloudflare/agents@5f56b856bb',
      examples: ['agent-think[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Think' },
    { kind: 'message', text: 'Let the agent think' },
    { kind: 'email', text: 'jane@cloudflare.com' },
  ],
};
