import type { Agent } from '../../agent.ts';

export const codeflash: Agent = {
  id: 'codeflash',
  name: 'Codeflash',
  vendor: 'Codeflash',
  url: 'https://docs.codeflash.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^codeflash-ai\[bot\]$/i,
      id: 148906541,
      role: 'authored',
      source: 'OpenHands/OpenHands@a48f4e3fa4',
      examples: ['codeflash-ai[bot]'],
    },
    {
      kind: 'name',
      pattern: /^codeflash-ai\[bot\]$/i,
      role: 'authored',
      source: 'OpenHands/OpenHands@a48f4e3fa4',
      examples: ['codeflash-ai[bot]'],
    },
    {
      kind: 'branch',
      pattern: /^codeflash\/optimize-[\w.]{1,100}-[a-z0-9]{8}$/,
      role: 'authored',
      source: 'branches merged into crewAIInc/crewAI',
      examples: ['codeflash/optimize-CrewAgentParser._clean_action-m61ve7f4'],
    },
  ],
  lookAlikes: [
    { kind: 'branch', text: 'codeflash/setup-workflow' },
    { kind: 'message', text: 'Speed up with codeflash' },
    { kind: 'email', text: 'jane@codeflash.ai' },
  ],
};
