import type { Agent } from '../../agent.ts';

/** Leaves a mark only where its operator asks for one. */
export const goose: Agent = {
  id: 'goose',
  name: 'Goose',
  vendor: 'Agentic AI Foundation',
  url: 'https://github.com/block/goose',
  signals: [
    {
      kind: 'login',
      pattern: /^aaif-goose$/i,
      id: 271095942,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['aaif-goose'],
    },
    {
      kind: 'email',
      pattern: /^(?:goose|goose-agent|noreply\+goose|goose@opensource)@block\.xyz$/i,
      role: 'authored',
      source: 'instructions in public repositories, 2025 and 2026',
      examples: ['goose@block.xyz', 'goose-agent@block.xyz'],
    },
    {
      kind: 'name',
      pattern: /^goose (?:agent|ai assistant)$/i,
      role: 'authored',
      source: 'public documents, 2026',
      examples: ['Goose Agent'],
    },
    {
      kind: 'trailer',
      // The mailbox is that of the model it ran.
      pattern: /^co-authored-by: goose(?: \([^()<>]{1,40}\))? <noreply@anthropic\.com>$/i,
      role: 'coauthored',
      source: 'public commits, 2026',
      examples: ['Co-authored-by: goose <noreply@anthropic.com>'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Benjamin Goose' },
    { kind: 'name', text: 'goosewobbler' },
    { kind: 'name', text: 'Goose' },
    { kind: 'email', text: 'jack@block.xyz' },
    { kind: 'trailer', text: 'Co-authored-by: Ed Hartwell Goose <ed@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Goose Tatum' },
    { kind: 'message', text: 'Generated with goose migrations' },
  ],
};
