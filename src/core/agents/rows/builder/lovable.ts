import type { Agent } from '../../agent.ts';

/** Builds web applications from a conversation and commits each step to the repository it is connected to. */
export const lovable: Agent = {
  id: 'lovable',
  name: 'Lovable',
  vendor: 'Lovable',
  url: 'https://docs.lovable.dev/integrations/github',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:lovable-dev|gpt-engineer-app)\[bot\]$/i,
      id: 159125892,
      role: 'authored',
      source: 'campanellajuan14/flashbot-lovable@c2ea612530',
      examples: ['lovable-dev[bot]', 'gpt-engineer-app[bot]'],
    },
    {
      kind: 'name',
      pattern: /^(?:lovable-dev|gpt-engineer-app)\[bot\]$/i,
      role: 'authored',
      source: 'campanellajuan14/flashbot-lovable@c2ea612530',
      examples: ['gpt-engineer-app[bot]'],
    },
    {
      kind: 'trailer',
      pattern: /^x-lovable-edit-id: edt-[0-9a-f-]{36}$/i,
      role: 'authored',
      source: 'commits of public repositories, 2026',
      examples: ['X-Lovable-Edit-ID: edt-ee389d10-003c-4522-b044-c2d0da8ca21f'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'insonmia0126-lovable' },
    { kind: 'email', text: 'jane@lovable.dev' },
    { kind: 'name', text: 'Lovable' },
    { kind: 'message', text: 'Move the project from Lovable to our own build' },
  ],
};
