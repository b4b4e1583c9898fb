import type { Agent } from '../../agent.ts';

/** The commit's author is the person whose workspace it is. */
export const replit: Agent = {
  id: 'replit',
  name: 'Replit Agent',
  vendor: 'Replit',
  url: 'https://docs.replit.com/replitai/agent',
  signals: [
    {
      kind: 'trailer',
      pattern: /^replit-commit-author: (?:agent|assistant)$/i,
      role: 'coauthored',
      source: 'MervinPraison/PraisonAI@a2d6e6b889',
      examples: ['Replit-Commit-Author: Agent', 'Replit-Commit-Author: Assistant'],
    },
    {
      kind: 'trailer',
      // Somebody saved or published what a session with the agent had made.
      pattern: /^replit-commit-session-id: [0-9a-f-]{36}$/i,
      role: 'assisted',
      source: '915 commits of public repositories',
      examples: ['Replit-Commit-Session-Id: 9fd55e41-104f-4bfd-88fa-3194d7bd2f89'],
    },
  ],
  lookAlikes: [
    { kind: 'trailer', text: 'Replit-Commit-Author: Deployment' },
    { kind: 'email', text: '39360579-octocat@users.noreply.replit.com' },
    { kind: 'name', text: 'Replit' },
    { kind: 'message', text: 'Publish from Replit' },
  ],
};
