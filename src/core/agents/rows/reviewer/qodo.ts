import type { Agent } from '../../agent.ts';

/** A reviewer: it is named when somebody accepted what it suggested. */
export const qodo: Agent = {
  id: 'qodo',
  name: 'Qodo',
  vendor: 'Qodo',
  url: 'https://docs.qodo.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^qodo-(?:merge-pro|code-review)\[bot\]$/i,
      id: 151058649,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@8973edf978',
      examples: ['qodo-merge-pro[bot]', 'qodo-code-review[bot]'],
    },
    {
      kind: 'login',
      pattern: /^qodo-merge-pro-for-open-source\[bot\]$/i,
      id: 189517486,
      role: 'assisted',
      source: 'liam-hq/liam@dea8aad2f7',
      examples: ['qodo-merge-pro-for-open-source[bot]'],
    },
    {
      kind: 'login',
      pattern: /^qodo-merge-for-open-source\[bot\]$/i,
      role: 'assisted',
      source: 'reviews of public pull requests, 2025',
      examples: ['qodo-merge-for-open-source[bot]'],
    },
    {
      kind: 'name',
      pattern: /^qodo-(?:merge-pro|code-review)\[bot\]$/i,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@8973edf978',
      examples: ['qodo-merge-pro[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'qodot' },
    { kind: 'message', text: 'Implement what Qodo suggests' },
  ],
};
