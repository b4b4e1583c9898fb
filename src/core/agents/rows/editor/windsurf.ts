import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('windsurf(?: cascade)?');

/** Its agent is called Cascade. An instruction often written down for it names other mailboxes than it uses itself. */
export const windsurf: Agent = {
  id: 'windsurf',
  name: 'Windsurf',
  vendor: 'Cognition',
  url: 'https://windsurf.com',
  signals: [
    {
      kind: 'email',
      pattern:
        /^(?:cascade@windsurf\.(?:ai|com|dev)|noreply@(?:windsurf\.(?:ai|com|dev)|codeium\.com)|windsurf@codeium\.com)$/i,
      role: 'authored',
      source: 'MervinPraison/PraisonAI@d15c57d80c',
      examples: ['cascade@windsurf.dev', 'cascade@windsurf.ai', 'windsurf@codeium.com'],
    },
    {
      kind: 'name',
      pattern: /^windsurf (?:agent|ai|cascade)$/i,
      role: 'authored',
      source: 'public commits, 2025',
      examples: ['Windsurf Cascade', 'Windsurf Agent'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: windsurf(?: \([^()<>]{1,40}\))?$/i,
      role: 'coauthored',
      source: 'lists of co-authors in public tools, 2026',
      examples: ['Co-authored-by: Windsurf'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'a list of footers in a public repository, 2026',
      examples: ['🤖 Generated with [Windsurf](https://codeium.com/windsurf)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'a list of footers in a public repository, 2026',
      examples: ['🤖 Generated with [Windsurf](https://codeium.com/windsurf)'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Cascade' },
    { kind: 'email', text: 'jane@windsurf.com' },
    { kind: 'email', text: 'cascade@example.com' },
    { kind: 'trailer', text: 'Co-authored-by: Windsurf Jones <w@example.com>' },
    { kind: 'message', text: 'Cascade the delete to comments' },
  ],
};
