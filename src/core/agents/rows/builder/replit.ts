import type { Agent } from '../../agent.ts';

/** The commit's author is the person whose workspace it is; its session stands on that person's own commits, too. */
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
  ],
  lookAlikes: [
    { kind: 'trailer', text: 'Replit-Commit-Author: Deployment' },
    { kind: 'trailer', text: 'Replit-Commit-Session-Id: 9fd55e41-104f-4bfd-88fa-3194d7bd2f89' },
    { kind: 'email', text: '39360579-octocat@users.noreply.replit.com' },
    { kind: 'name', text: 'Replit' },
    { kind: 'message', text: 'Publish from Replit' },
  ],
};
