import type { Agent } from '../../agent.ts';

export const openSwe: Agent = {
  id: 'open-swe',
  name: 'Open SWE',
  vendor: 'LangChain',
  url: 'https://github.com/langchain-ai/open-swe',
  signals: [
    {
      kind: 'login',
      pattern: /^open-swe\[bot\]$/i,
      id: 215916821,
      role: 'authored',
      source: 'langchain-ai/langchainjs@ea6bbc3afd',
      examples: ['open-swe[bot]'],
    },
    {
      kind: 'email',
      pattern: /^open-swe@langchain\.com$/i,
      role: 'authored',
      source: 'langchain-ai/langchainjs@f4b917fd4c',
      examples: ['open-swe@langchain.com'],
    },
    {
      kind: 'name',
      // The mailbox beside it is the no-reply address of a user account of that name.
      pattern: /^open-swe(?:-dev)?\[bot\]$/i,
      role: 'authored',
      source: 'langchain-ai/langchainjs@e654022e29',
      examples: ['open-swe[bot]', 'open-swe-dev[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'open-swe@users.noreply.github.com' },
    { kind: 'email', text: 'jane@langchain.com' },
    { kind: 'name', text: 'Open SWE' },
    { kind: 'message', text: 'Document open-swe' },
  ],
};
