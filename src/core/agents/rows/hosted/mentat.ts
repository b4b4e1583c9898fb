import type { Agent } from '../../agent.ts';

export const mentat: Agent = {
  id: 'mentat',
  name: 'Mentat',
  vendor: 'AbanteAI',
  url: 'https://mentat.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^mentatbot\[bot\]$/i,
      role: 'authored',
      source: 'pull requests of public repositories, 2025',
      examples: ['mentatbot[bot]'],
    },
    {
      kind: 'login',
      pattern: /^mentatbot$/i,
      id: 160964065,
      role: 'authored',
      source: 'OpenHands/OpenHands@ff9bd96bd5',
      examples: ['MentatBot'],
    },
    {
      kind: 'name',
      // Some of its commits have quotation marks inside the mailbox, which then tells nothing.
      pattern: /^mentatbot(?:\[bot\])?$/i,
      role: 'authored',
      source: 'OpenHands/OpenHands@8ff85f9b6d',
      examples: ['MentatBot'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Mentat' },
    { kind: 'message', text: 'Compare with Mentat' },
    { kind: 'email', text: 'jane@mentat.ai' },
  ],
};
