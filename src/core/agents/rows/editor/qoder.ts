import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('qoder(?: ?(?:ai|cli))?');

export const qoder: Agent = {
  id: 'qoder',
  name: 'Qoder',
  vendor: 'Alibaba Cloud',
  url: 'https://qoder.com',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:qoder_ai|noreply)@qoder\.com$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['qoder_ai@qoder.com', 'noreply@qoder.com'],
    },
    {
      kind: 'name',
      pattern: /^qoder(?: ?(?:ai|cli))?(?: \([^()]{1,40}\))?$/i,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['QoderAI (Qwen 3.8 Max)', 'Qoder CLI'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['🤖 Generated with [Qoder](https://qoder.com)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['🤖 Generated with [Qoder](https://qoder.com)'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@qoder.com' },
    { kind: 'name', text: 'Qoderman' },
    { kind: 'message', text: 'Open the project in Qoder' },
  ],
};
