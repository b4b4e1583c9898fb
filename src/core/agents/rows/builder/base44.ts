import type { Agent } from '../../agent.ts';

export const base44: Agent = {
  id: 'base44',
  name: 'Base44',
  vendor: 'Wix',
  url: 'https://docs.base44.com',
  signals: [
    {
      kind: 'login',
      pattern: /^base44-builder\[bot\]$/i,
      id: 245833847,
      role: 'authored',
      source: 'documenso/documenso@07f1978c14',
      examples: ['base44-builder[bot]'],
    },
    {
      kind: 'name',
      pattern: /^base44-builder\[bot\]$/i,
      role: 'authored',
      source: 'documenso/documenso@07f1978c14',
      examples: ['base44-builder[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'base44' },
    { kind: 'message', text: 'Leave Base44' },
  ],
};
