import type { Agent } from '../../agent.ts';

/** Sets its own identity in the repository's git configuration, so a person's later commits there may carry it. */
export const emergent: Agent = {
  id: 'emergent',
  name: 'Emergent',
  vendor: 'Emergent',
  url: 'https://emergent.sh',
  signals: [
    {
      kind: 'email',
      pattern: /^github@emergent\.sh$/i,
      role: 'authored',
      source: 'commits of public repositories, 2026',
      examples: ['github@emergent.sh'],
    },
    {
      kind: 'name',
      pattern: /^emergent-agent-e\d$/i,
      role: 'authored',
      source: 'commits of public repositories, 2026',
      examples: ['emergent-agent-e1'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@emergent.sh' },
    { kind: 'name', text: 'Emergent' },
    { kind: 'message', text: 'Describe emergent behaviour' },
  ],
};
