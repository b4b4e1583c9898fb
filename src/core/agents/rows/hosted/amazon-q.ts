import type { Agent } from '../../agent.ts';

const FOOTER =
  /^[\W_]{0,4}(?:assisted by|generated (?:with|by)) \[?amazon q developer\]?(?:\(https?:[^\s()]{1,100}\))?[\W_]{0,4}$/i;

export const amazonQ: Agent = {
  id: 'amazon-q',
  name: 'Amazon Q Developer',
  vendor: 'Amazon Web Services',
  url: 'https://aws.amazon.com/q/developer/',
  signals: [
    {
      kind: 'login',
      pattern: /^amazon-q-developer\[bot\]$/i,
      id: 208079219,
      role: 'authored',
      source: 'awslabs/mcp@9cca3d72e8',
      examples: ['amazon-q-developer[bot]'],
    },
    {
      kind: 'message',
      // It writes so on commits it makes itself, whatever the word.
      pattern: FOOTER,
      role: 'coauthored',
      source: 'awslabs/mcp@511de15a40',
      examples: [
        '🤖 Assisted by Amazon Q Developer',
        '🤖 Assisted by [Amazon Q Developer](https://aws.amazon.com/q/developer)',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'awslabs/mcp@511de15a40',
      examples: ['🤖 Assisted by Amazon Q Developer'],
    },
    {
      kind: 'branch',
      pattern: /^Q-DEV-(?:issue|pr)-\d{1,7}-\d{6,14}$/i,
      role: 'authored',
      source: 'the agent that issues are assigned to, 2025; not seen in a public commit',
      examples: ['Q-DEV-issue-12-1748250621'],
    },
  ],
  calls: ['/q'],
  lookAlikes: [
    { kind: 'message', text: 'Ignore the files of Amazon Q Developer' },
    { kind: 'branch', text: 'q-dev-environment' },
  ],
};
