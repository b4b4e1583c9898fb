import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('kimi(?:[ -](?:code|cli))?');

export const kimiCode: Agent = {
  id: 'kimi-code',
  name: 'Kimi Code',
  vendor: 'Moonshot AI',
  url: 'https://www.kimi.com/code',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@(?:moonshot\.(?:ai|cn)|kimi\.(?:ai|com))$/i,
      role: 'coauthored',
      source: 'vllm-project/vllm#56464',
      examples: ['noreply@moonshot.ai', 'noreply@kimi.com'],
    },
    {
      kind: 'name',
      pattern: /^kimi[ -](?:code|cli)$/i,
      role: 'authored',
      source: 'vllm-project/vllm#56464',
      examples: ['Kimi Code', 'kimi-cli'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2025',
      examples: ['🤖 Generated with [Kimi](https://kimi.ai)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2025',
      examples: ['🤖 Generated with [Kimi](https://kimi.ai)'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Kimi' },
    { kind: 'name', text: 'Kimi Räikkönen' },
    { kind: 'email', text: 'jane@moonshot.ai' },
    { kind: 'trailer', text: 'Co-authored-by: Kimi <k@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Kimi Tanaka' },
  ],
};
