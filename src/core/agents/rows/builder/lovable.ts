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
  ],
  lookAlikes: [{ kind: 'message', text: 'Move the project from Lovable to our own build' }],
};
