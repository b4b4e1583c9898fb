import type { Agent } from '../../agent.ts';

export const seer: Agent = {
  id: 'seer',
  name: 'Seer',
  vendor: 'Sentry',
  url: 'https://docs.sentry.io/product/ai-in-sentry/seer/',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:seer-by-sentry|sentry-autofix)\[bot\]$/i,
      id: 157164994,
      role: 'authored',
      source: 'pull requests of public repositories, 2025 and 2026',
      examples: ['seer-by-sentry[bot]', 'sentry-autofix[bot]'],
    },
    {
      kind: 'name',
      pattern: /^(?:seer-by-sentry|sentry-autofix)\[bot\]$/i,
      role: 'authored',
      source: 'pull requests of public repositories, 2025 and 2026',
      examples: ['seer-by-sentry[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Seer' },
    { kind: 'name', text: 'sentry-io[bot]' },
    { kind: 'email', text: 'jane@sentry.io' },
    { kind: 'message', text: 'Fixes SENTRY-42' },
  ],
};
