import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('grok (?:build|cli)');

export const grokBuild: Agent = {
  id: 'grok-build',
  name: 'Grok Build',
  vendor: 'xAI',
  url: 'https://x.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:noreply|grok|grok-build)@x\.ai$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['noreply@x.ai', 'grok@x.ai', 'grok-build@x.ai'],
    },
    {
      kind: 'name',
      pattern: /^grok[ -](?:build|cli)$/i,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['Grok Build'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'the source of a public agent, 2025',
      examples: ['Generated with [Grok CLI](https://github.com/phuetz/code-buddy)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'the source of a public agent, 2025',
      examples: ['Generated with [Grok CLI](https://github.com/phuetz/code-buddy)'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@x.ai' },
    { kind: 'name', text: 'Grok' },
    { kind: 'trailer', text: 'Assisted-by: Grok Zhou' },
    { kind: 'message', text: 'Parse the log with a grok pattern' },
  ],
};
