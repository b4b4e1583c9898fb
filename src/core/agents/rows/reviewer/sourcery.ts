import type { Agent } from '../../agent.ts';

/** A reviewer: it is named when somebody accepted what it suggested. */
export const sourcery: Agent = {
  id: 'sourcery',
  name: 'Sourcery',
  vendor: 'Sourcery',
  url: 'https://docs.sourcery.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^sourcery-ai\[bot\]$/i,
      id: 58596630,
      role: 'assisted',
      source: 'google-gemini/gemini-cli@67df4d1527',
      examples: ['sourcery-ai[bot]'],
    },
    {
      kind: 'login',
      pattern: /^sourcery-ai-bot$/i,
      id: 60611498,
      role: 'assisted',
      source: 'sourcery-ai/sourcery@150d32ac2f',
      examples: ['sourcery-ai-bot'],
    },
    {
      kind: 'name',
      pattern: /^sourcery-ai\[bot\]$/i,
      role: 'assisted',
      source: 'google-gemini/gemini-cli@67df4d1527',
      examples: ['sourcery-ai[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'body', text: '## Summary by Sourcery' },
    { kind: 'name', text: 'Sourcery' },
    { kind: 'message', text: 'Refactor as Sourcery suggests' },
  ],
};
