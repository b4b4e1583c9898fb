import type { Agent } from '../../agent.ts';

/** A reviewer; its account also does the platform's plain automation, which nothing tells apart. */
export const vercelAgent: Agent = {
  id: 'vercel-agent',
  name: 'Vercel Agent',
  vendor: 'Vercel',
  url: 'https://vercel.com/docs/agent',
  signals: [
    {
      kind: 'login',
      pattern: /^vercel\[bot\]$/i,
      id: 35613825,
      role: 'assisted',
      source: 'vercel/ai@b181020cdb',
      examples: ['vercel[bot]'],
    },
    {
      kind: 'name',
      pattern: /^vercel\[bot\]$/i,
      role: 'assisted',
      source: 'vercel/ai@db284345a1',
      examples: ['vercel[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'vercel-ai-sdk[bot]' },
    { kind: 'name', text: 'vercel-gh-bot-2[bot]' },
    { kind: 'name', text: 'Vercel' },
    { kind: 'email', text: 'vercel@infrai.com' },
    { kind: 'email', text: 'jane@vercel.com' },
    { kind: 'message', text: 'Deploy to Vercel' },
  ],
};
