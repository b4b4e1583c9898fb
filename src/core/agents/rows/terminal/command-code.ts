import type { Agent } from '../../agent.ts';

export const commandCode: Agent = {
  id: 'command-code',
  name: 'Command Code',
  vendor: 'Command Code',
  url: 'https://commandcode.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@commandcode\.ai$/i,
      role: 'coauthored',
      source: 'github/awesome-copilot@f2bb094daa',
      examples: ['noreply@commandcode.ai'],
    },
    {
      kind: 'name',
      pattern: /^commandcodebot$/i,
      role: 'authored',
      source: 'crewAIInc/crewAI@40a23958a1',
      examples: ['CommandCodeBot'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@commandcode.ai' },
    { kind: 'message', text: 'Return the command code with the result' },
    { kind: 'name', text: 'Command Coder' },
  ],
};
