import type { Agent } from '../../agent.ts';

/** A reviewer: it is named when somebody accepted what it suggested. */
export const cubic: Agent = {
  id: 'cubic',
  name: 'cubic',
  vendor: 'cubic',
  url: 'https://docs.cubic.dev',
  signals: [
    {
      kind: 'login',
      pattern: /^cubic-dev-ai\[bot\]$/i,
      id: 191113872,
      role: 'assisted',
      source: 'continuedev/continue@fd559bbc8e',
      examples: ['cubic-dev-ai[bot]'],
    },
    {
      kind: 'name',
      pattern: /^cubic-dev-ai\[bot\]$/i,
      role: 'assisted',
      source: 'continuedev/continue@fd559bbc8e',
      examples: ['cubic-dev-ai[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'cubic' },
    { kind: 'message', text: 'Fix what cubic found' },
    { kind: 'message', text: 'Ease with a cubic curve' },
  ],
};
