import type { Agent } from '../../agent.ts';

/** A reviewer: it is named when somebody accepted what it suggested. */
export const geminiCodeAssist: Agent = {
  id: 'gemini-code-assist',
  name: 'Gemini Code Assist',
  vendor: 'Google',
  url: 'https://developers.google.com/gemini-code-assist',
  signals: [
    {
      kind: 'login',
      pattern: /^gemini-code-assist\[bot\]$/i,
      id: 176961590,
      role: 'assisted',
      source: 'BeehiveInnovations/zen-mcp-server@980a564d12',
      examples: ['gemini-code-assist[bot]'],
    },
  ],
  lookAlikes: [{ kind: 'message', text: 'Address review by gemini-code-assist' }],
};
