import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('codebuff');

export const codebuff: Agent = {
  id: 'codebuff',
  name: 'Codebuff',
  vendor: 'Codebuff',
  url: 'https://www.codebuff.com',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@codebuff\.com$/i,
      role: 'coauthored',
      source: 'honojs/hono@726e50cf2c',
      examples: ['noreply@codebuff.com'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'honojs/hono@726e50cf2c',
      examples: ['🤖 Generated with Codebuff', 'Generated with Codebuff 🤖'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'honojs/hono@726e50cf2c',
      examples: ['🤖 Generated with Codebuff', 'Generated with Codebuff 🤖'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@codebuff.com' },
    { kind: 'message', text: 'Add an adapter for Codebuff' },
  ],
};
