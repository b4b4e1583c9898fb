import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('hermes agent');

/** An assistant people host themselves; some of its mailboxes are strangers' on GitHub. */
export const hermes: Agent = {
  id: 'hermes',
  name: 'Hermes Agent',
  vendor: 'Nous Research',
  url: 'https://github.com/NousResearch/hermes-agent',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:hermes|hermes-agent|noreply)@nousresearch\.com$/i,
      role: 'authored',
      source: 'vercel-labs/emulate@f878281a6c',
      examples: ['hermes@nousresearch.com', 'hermes-agent@nousresearch.com', 'noreply@nousresearch.com'],
    },
    {
      kind: 'name',
      pattern: /^hermes[ -]agent$/i,
      role: 'authored',
      source: 'crewAIInc/crewAI@ff7c6c1a34',
      examples: ['Hermes Agent'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with Hermes Agent'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with Hermes Agent'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Hermes' },
    { kind: 'name', text: 'Hermes Zhang' },
    { kind: 'email', text: 'hermes@example.com' },
    { kind: 'email', text: 'jane@nousresearch.com' },
    { kind: 'trailer', text: 'Co-authored-by: Hermes <hermes@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Hermes Zhang' },
    { kind: 'message', text: 'Build with the Hermes engine' },
  ],
};
