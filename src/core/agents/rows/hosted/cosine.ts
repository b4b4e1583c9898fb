import type { Agent } from '../../agent.ts';

export const cosine: Agent = {
  id: 'cosine',
  name: 'Cosine',
  vendor: 'Cosine',
  url: 'https://docs.cosine.sh',
  signals: [
    {
      kind: 'email',
      pattern: /^agent@cosine\.sh$/i,
      role: 'authored',
      source: 'Aider-AI/aider@a35bd1889d',
      examples: ['agent@cosine.sh'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@cosine.sh' },
    { kind: 'name', text: 'Cosine' },
    { kind: 'branch', text: 'cosine/similarity' },
    { kind: 'message', text: 'Use cosine distance' },
  ],
};
