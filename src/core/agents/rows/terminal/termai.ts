import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('termai');

/** An early name of what became opencode and Crush. */
export const termai: Agent = {
  id: 'termai',
  name: 'termai',
  vendor: 'termai',
  url: 'https://github.com/kujtimiihoxha/termai',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@termai\.io$/i,
      role: 'coauthored',
      source: 'charmbracelet/crush@6419973667',
      examples: ['noreply@termai.io'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@6419973667',
      examples: ['🤖 Generated with termai'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@6419973667',
      examples: ['🤖 Generated with termai'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@termai.io' },
    { kind: 'message', text: 'Rename termai to opencode' },
  ],
};
