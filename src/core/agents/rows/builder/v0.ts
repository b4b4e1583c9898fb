import type { Agent } from '../../agent.ts';

export const v0: Agent = {
  id: 'v0',
  name: 'v0',
  vendor: 'Vercel',
  url: 'https://v0.app/docs',
  signals: [
    {
      kind: 'login',
      pattern: /^v0\[bot\]$/i,
      role: 'authored',
      source: 'vercel/ai@ba76916fe2',
      examples: ['v0[bot]'],
    },
    {
      kind: 'email',
      pattern: /^it\+v0agent@vercel\.com$/i,
      role: 'authored',
      source: 'commits of public repositories, 2026',
      examples: ['it+v0agent@vercel.com'],
    },
    {
      kind: 'name',
      pattern: /^(?:v0\[bot\]|v0agent)$/i,
      role: 'authored',
      source: 'commits of public repositories, 2026',
      examples: ['v0[bot]', 'v0agent'],
    },
    {
      kind: 'branch',
      pattern: /^v0\/[a-z0-9][\w-]{1,80}-[0-9a-f]{8}$/,
      role: 'authored',
      source: 'branches of vercel/ai',
      examples: ['v0/gr2m-3a9a04ce'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'v0' },
    { kind: 'name', text: 'Into the V0id' },
    { kind: 'email', text: 'jane@vercel.com' },
    { kind: 'branch', text: 'v0/main' },
    { kind: 'branch', text: 'v0.1-release' },
    { kind: 'message', text: 'Start at v0' },
  ],
};
