import type { Agent } from '../../agent.ts';

/** Claude as GitHub itself offers it for assignment, beside Copilot. */
export const claudeGithubAgent: Agent = {
  id: 'claude-github-agent',
  name: 'Claude agent on GitHub',
  vendor: 'Anthropic',
  url: 'https://docs.github.com/en/copilot/concepts/agents/anthropic-claude',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:claude|anthropic-code-agent\[bot\])$/i,
      id: 242468646,
      role: 'authored',
      source: 'github/awesome-copilot@f2154a050e',
      examples: ['anthropic-code-agent[bot]', 'Claude'],
    },
    {
      kind: 'name',
      pattern: /^anthropic-code-agent\[bot\]$/i,
      role: 'authored',
      source: 'github/awesome-copilot@f2154a050e',
      examples: ['anthropic-code-agent[bot]'],
    },
  ],
  lookAlikes: [{ kind: 'email', text: '81847+claude@users.noreply.github.com' }],
};
