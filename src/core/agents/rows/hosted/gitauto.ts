import type { Agent } from '../../agent.ts';

export const gitauto: Agent = {
  id: 'gitauto',
  name: 'GitAuto',
  vendor: 'GitAuto',
  url: 'https://gitauto.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^gitauto-ai\[bot\]$/i,
      id: 161652217,
      role: 'authored',
      source: 'the source of gitautoai/gitauto',
      examples: ['gitauto-ai[bot]'],
    },
    {
      kind: 'name',
      pattern: /^gitauto-ai\[bot\]$/i,
      role: 'authored',
      source: 'the source of gitautoai/gitauto',
      examples: ['gitauto-ai[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'gitauto' },
    { kind: 'message', text: 'Document gitauto' },
    { kind: 'email', text: 'jane@gitauto.ai' },
  ],
};
