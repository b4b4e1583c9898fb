import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('cliffy');

/** A descendant of Crush. */
export const cliffy: Agent = {
  id: 'cliffy',
  name: 'Cliffy',
  vendor: 'ettio',
  url: 'https://github.com/bwl/cliffy',
  signals: [
    {
      kind: 'email',
      pattern: /^cliffy@ettio\.com$/i,
      role: 'coauthored',
      source: 'charmbracelet/crush@4b1d9e8f88',
      examples: ['cliffy@ettio.com'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@4b1d9e8f88',
      examples: ['ᕕ( ᐛ )ᕗ  Generated with Cliffy'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@4b1d9e8f88',
      examples: ['ᕕ( ᐛ )ᕗ  Generated with Cliffy'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'cliffy@example.com' },
    { kind: 'name', text: 'Cliffy' },
    { kind: 'message', text: 'Use cliffy for the command line' },
  ],
};
