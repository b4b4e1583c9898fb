import type { Agent } from '../../agent.ts';

export const bonk: Agent = {
  id: 'bonk',
  name: 'Bonk',
  vendor: 'Cloudflare',
  url: 'https://github.com/ask-bonk/ask-bonk',
  signals: [
    {
      kind: 'login',
      pattern: /^ask-bonk\[bot\]$/i,
      id: 249159057,
      role: 'authored',
      source: 'cloudflare/agents@f59cecafdc',
      examples: ['ask-bonk[bot]'],
    },
    {
      kind: 'name',
      pattern: /^ask-bonk\[bot\]$/i,
      role: 'authored',
      source: 'cloudflare/agents@a129fb94ae',
      examples: ['ask-bonk[bot]'],
    },
  ],
  calls: ['/bonk', '@bonk'],
  lookAlikes: [
    { kind: 'name', text: 'Bonk' },
    { kind: 'message', text: 'Ask Bonk to review this' },
    { kind: 'email', text: '4242+bonk@users.noreply.github.com' },
  ],
};
