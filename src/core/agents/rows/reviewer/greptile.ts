import type { Agent } from '../../agent.ts';

/** A reviewer: it is named when somebody accepted what it suggested. */
export const greptile: Agent = {
  id: 'greptile',
  name: 'Greptile',
  vendor: 'Greptile',
  url: 'https://www.greptile.com/docs',
  signals: [
    {
      kind: 'login',
      pattern: /^greptile-apps\[bot\]$/i,
      id: 165735046,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@4e6c6af775',
      examples: ['greptile-apps[bot]'],
    },
    {
      kind: 'name',
      pattern: /^greptile-apps\[bot\]$/i,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@4e6c6af775',
      examples: ['greptile-apps[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'message', text: 'Address the review by Greptile' },
    { kind: 'message', text: 'Reported by Greptile: https://github.com/octocat/hello/pull/12' },
  ],
};
