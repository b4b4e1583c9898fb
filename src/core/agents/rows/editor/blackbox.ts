import type { Agent } from '../../agent.ts';

export const blackbox: Agent = {
  id: 'blackbox',
  name: 'Blackbox',
  vendor: 'Blackbox AI',
  url: 'https://www.blackbox.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:agent|ai|code|noreply)@blackbox\.ai$/i,
      role: 'authored',
      source: 'google-gemini/gemini-cli@83a1b3a9e5',
      examples: ['agent@blackbox.ai', 'code@blackbox.ai'],
    },
    {
      kind: 'name',
      pattern: /^blackbox agent$/i,
      role: 'authored',
      source: 'vercel/ai@f02bec65d0',
      examples: ['BLACKBOX Agent'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@blackbox.ai' },
    { kind: 'email', text: 'jane@airblackbox.ai' },
    { kind: 'name', text: 'Blackbox' },
    { kind: 'message', text: 'Add a blackbox exporter' },
  ],
};
