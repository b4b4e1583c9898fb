import type { Agent } from '../../agent.ts';

const FOOTER =
  /^[\W_]{0,12}(?:(?:generated|written) (?:by|with) (?:\[letta code\]\(https?:[^\s()]{1,60}\)|letta code(?: \(https?:[^\s()]{1,60}\))?)|(?:implemented|written) by (?:[^◯]{1,40} ◯ |[a-z]{1,30} and )?letta code(?: \(agent-[\da-f-]{36}\))?)[\W_]{0,4}$/i;

/** Each of its agents has a name of its own, free text that may be a person's; the mailbox tells. */
export const letta: Agent = {
  id: 'letta',
  name: 'Letta Code',
  vendor: 'Letta',
  url: 'https://docs.letta.com/letta-code',
  signals: [
    {
      kind: 'login',
      pattern: /^letta-integration\[bot\]$/i,
      id: 300689746,
      role: 'authored',
      source: 'letta-ai/letta-code@2df079dfda',
      examples: ['letta-integration[bot]'],
    },
    {
      kind: 'login',
      pattern: /^letta-code$/i,
      id: 248085862,
      role: 'authored',
      source: 'letta-ai/letta-code@424350ca80',
      examples: ['letta-code'],
    },
    {
      kind: 'email',
      // Not the whole domain: people work there.
      pattern:
        /^(?:(?:noreply|memory|agents(?:\+[\w.-]{1,40})?)@letta\.com|agent-(?:local-)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}@letta\.com)$/i,
      role: 'authored',
      source: 'letta-ai/letta-code@d0efe1e71b',
      examples: [
        'noreply@letta.com',
        'agents+overlord@letta.com',
        'agent-4140c4b5-f32e-475c-9573-bcfd9446ca7b@letta.com',
        'agent-local-4567b0fb-7d7d-4e26-b1f2-193d4ef8a199@letta.com',
      ],
    },
    {
      kind: 'name',
      pattern: /^letta code$/i,
      role: 'authored',
      source: 'letta-ai/letta-code@f1f07a2aa9',
      examples: ['Letta Code'],
    },
    {
      kind: 'trailer',
      pattern:
        /^(?:(?:parent-)?agent-id|letta-code-agent): agent-(?:local-)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
      role: 'coauthored',
      source: 'letta-ai/letta-code@166617f483',
      examples: [
        'Agent-ID: agent-4140c4b5-f32e-475c-9573-bcfd9446ca7b',
        'Parent-Agent-ID: agent-2771c503-6c14-414e-8810-afc18bb986a1',
      ],
    },
    {
      kind: 'trailer',
      pattern: /^conversation-id: conv-[\da-f-]{36}$/i,
      role: 'coauthored',
      source: 'letta-ai/letta-code, 2026',
      examples: ['Conversation-ID: conv-0f5c4b0e-0c2a-4a4e-9a63-5d1f6d3c8e21'],
    },
    {
      kind: 'trailer',
      pattern: /^(?:conflict-)?resolved-by: letta(?: code)?(?: <noreply@letta\.com>)?$/i,
      role: 'coauthored',
      source: 'letta-ai/letta-code, 2026',
      examples: ['Conflict-Resolved-By: Letta Code <noreply@letta.com>'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'letta-ai/letta-code@a0d6e66eb7',
      examples: [
        '👾 Generated with [Letta Code](https://letta.com)',
        'Written by Cameron ◯ Letta Code',
        'Implemented by Letta Code (agent-c2adbf5c-8419-4211-8cd8-3740db164974).',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'letta-ai/letta-code@a0d6e66eb7',
      examples: [
        '👾 Generated with [Letta Code](https://letta.com)',
        'Written by Cameron ◯ Letta Code',
        'Implemented by Letta Code (agent-c2adbf5c-8419-4211-8cd8-3740db164974).',
      ],
    },
    {
      kind: 'branch',
      pattern: /^letta\/[a-z0-9][a-z0-9._-]{1,120}-[\da-f]{8}$/,
      role: 'authored',
      source: '47 of 48 such branches have commits of the agent',
      examples: ['letta/agent-free-app-server-018c9920'],
    },
  ],
  calls: ['@letta-code'],
  lookAlikes: [
    { kind: 'email', text: 'jane@letta.com' },
    { kind: 'email', text: 'contact@letta.com' },
    { kind: 'email', text: 'agent-smith@letta.com' },
    { kind: 'name', text: 'Letta Hegmann' },
    { kind: 'name', text: 'Letta Team' },
    { kind: 'trailer', text: 'Agent-ID: build-7' },
    { kind: 'message', text: 'This matches how agents created by Letta Code have approval rules set.' },
    { kind: 'branch', text: 'letta/readme' },
  ],
};
