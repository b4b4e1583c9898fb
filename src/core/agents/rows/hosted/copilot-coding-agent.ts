import type { Agent } from '../../agent.ts';

/** Works on its own in GitHub's cloud; `Copilot` is its login in REST, `copilot-swe-agent[bot]` elsewhere. */
export const copilotCodingAgent: Agent = {
  id: 'copilot-coding-agent',
  name: 'GitHub Copilot coding agent',
  vendor: 'GitHub',
  url: 'https://docs.github.com/en/copilot/concepts/agents/coding-agent/about-coding-agent',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:copilot(?:\[bot\])?|copilot-swe-agent\[bot\])$/i,
      id: 198982749,
      role: 'authored',
      source: 'modelcontextprotocol/csharp-sdk@9b5d0fe80a',
      examples: ['Copilot', 'copilot-swe-agent[bot]'],
    },
    {
      kind: 'name',
      pattern: /^copilot-swe-agent\[bot\]$/i,
      role: 'authored',
      source: 'MervinPraison/PraisonAI@241f95e06e',
      examples: ['copilot-swe-agent[bot]'],
    },
    {
      kind: 'trailer',
      pattern:
        /^agent-logs-url: https:\/\/github\.com\/[\w.-]{1,100}\/[\w.-]{1,100}\/sessions\/[\w-]{8,64}$/i,
      role: 'coauthored',
      source: 'gui-cs/Terminal.Gui@b270d5d615',
      examples: [
        'Agent-Logs-Url: https://github.com/gui-cs/Terminal.Gui/sessions/0f5c4b0e-0c2a-4a4e-9a63-5d1f6d3c8e21',
      ],
    },
    {
      kind: 'body',
      pattern: /^<!-- START COPILOT (?:CODING AGENT (?:TIPS|SUFFIX)|ORIGINAL PROMPT) -->$/,
      role: 'authored',
      source: 'bodies of public pull requests, 2025 and 2026',
      examples: ['<!-- START COPILOT CODING AGENT TIPS -->', '<!-- START COPILOT CODING AGENT SUFFIX -->'],
    },
    {
      kind: 'branch',
      pattern: /^copilot\/[a-z0-9][a-z0-9._-]{2,120}$/,
      role: 'authored',
      source: '396 of 404 such branches have commits of the agent',
      examples: ['copilot/fix-475dffb5-9871-48f6-910f-41c851536ee0', 'copilot/sub-pr-545'],
    },
  ],
  calls: ['@copilot'],
  lookAlikes: [
    { kind: 'name', text: 'Copilot Fan' },
    { kind: 'email', text: '12345+copilot@users.noreply.github.com' },
    { kind: 'branch', text: 'fix/copilot-settings' },
    { kind: 'branch', text: 'copilot' },
    {
      kind: 'body',
      text: 'We removed the <!-- START COPILOT CODING AGENT TIPS --> marker from our template',
    },
  ],
};
