import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('firebender');

export const firebender: Agent = {
  id: 'firebender',
  name: 'Firebender',
  vendor: 'Firebender',
  url: 'https://firebender.com',
  signals: [
    {
      kind: 'email',
      pattern: /^help@firebender\.com$/i,
      role: 'coauthored',
      source: 'git-ai-project/git-ai@b8bbdb69c7',
      examples: ['help@firebender.com'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'git-ai-project/git-ai@b8bbdb69c7',
      examples: ['🤖 Generated with [Firebender](https://firebender.com)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'git-ai-project/git-ai@b8bbdb69c7',
      examples: ['🤖 Generated with [Firebender](https://firebender.com)'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@firebender.com' },
    { kind: 'name', text: 'Firebender' },
    { kind: 'message', text: 'Support hooks of Firebender' },
  ],
};
