import type { Agent } from '../../agent.ts';

export const langsmithFleet: Agent = {
  id: 'langsmith-fleet',
  name: 'LangSmith Fleet',
  vendor: 'LangChain',
  url: 'https://docs.langchain.com/langsmith/fleet',
  signals: [
    {
      kind: 'login',
      pattern: /^langsmith-fleet\[bot\]$/i,
      id: 242644093,
      role: 'authored',
      source: 'langchain-ai/langchainjs@ee76ea0347',
      examples: ['langsmith-fleet[bot]'],
    },
    {
      kind: 'name',
      pattern: /^langsmith-fleet\[bot\]$/i,
      role: 'authored',
      source: 'langchain-ai/langchainjs@fc453306cd',
      examples: ['langsmith-fleet[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'LangSmith' },
    { kind: 'message', text: 'Trace with LangSmith' },
    { kind: 'email', text: 'jane@langchain.com' },
  ],
};
