import type { Agent } from '../../agent.ts';

export const tabnine: Agent = {
  id: 'tabnine',
  name: 'Tabnine CLI',
  vendor: 'Tabnine',
  url: 'https://www.tabnine.com',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@tabnine\.com$/i,
      role: 'coauthored',
      source: 'public instructions to the agent, 2026',
      examples: ['noreply@tabnine.com'],
    },
    {
      kind: 'name',
      pattern: /^tabnine (?:cli|agent)$/i,
      role: 'authored',
      source: 'public instructions to the agent, 2026',
      examples: ['Tabnine CLI', 'Tabnine Agent'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@tabnine.com' },
    { kind: 'message', text: 'Turn completions of Tabnine off' },
    { kind: 'name', text: 'Tabnine' },
  ],
};
