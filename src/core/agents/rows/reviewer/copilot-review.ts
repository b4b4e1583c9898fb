import type { Agent } from '../../agent.ts';

/** Somebody accepted what it suggested in a review. */
export const copilotReview: Agent = {
  id: 'copilot-review',
  name: 'GitHub Copilot code review',
  vendor: 'GitHub',
  url: 'https://docs.github.com/en/copilot/concepts/agents/code-review',
  signals: [
    {
      kind: 'login',
      pattern: /^copilot$/i,
      id: 175728472,
      shared: true,
      role: 'assisted',
      source: 'vercel/ai@8aa9e20078',
      examples: ['Copilot'],
    },
    {
      kind: 'login',
      pattern: /^copilot-pull-request-reviewer\[bot\]$/i,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@b6c10e4040',
      examples: ['copilot-pull-request-reviewer[bot]'],
    },
  ],
  lookAlikes: [{ kind: 'message', text: 'Answers the review by GitHub Copilot' }],
};
