import type { Agent } from '../../agent.ts';

const FOOTER =
  /^[\W_]{0,12}generated with (?:\[codebuddy(?: code)?\](?:\(https?:[^\s()]{1,100}\))?|codebuddy(?: code)?)[\W_]{0,4}$/i;

export const codebuddy: Agent = {
  id: 'codebuddy',
  name: 'CodeBuddy Code',
  vendor: 'Tencent',
  url: 'https://www.codebuddy.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:noreply@codebuddy\.ai|codebuddy@tencent\.com)$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['noreply@codebuddy.ai', 'codebuddy@tencent.com'],
    },
    {
      kind: 'name',
      pattern: /^codebuddy(?: code)?$/i,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['CodeBuddy Code'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [CodeBuddy Code]', '🤖 Generated with CodeBuddy Code'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [CodeBuddy Code]', '🤖 Generated with CodeBuddy Code'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@tencent.com' },
    { kind: 'name', text: 'Code Buddy Club' },
    { kind: 'message', text: 'Pair every newcomer with a code buddy' },
  ],
};
