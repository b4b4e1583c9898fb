import type { Agent } from '../../agent.ts';

/** The app `claude`, also run as claude-code-action in a repository's own workflows. */
export const claudeGithubApp: Agent = {
  id: 'claude-github-app',
  name: "Claude's GitHub app",
  vendor: 'Anthropic',
  url: 'https://github.com/apps/claude',
  signals: [
    {
      kind: 'login',
      pattern: /^claude(?:-code)?\[bot\]$/i,
      id: 209825114,
      role: 'authored',
      source: 'anthropics/claude-code-action@6325e51611',
      examples: ['claude[bot]', 'claude-code[bot]'],
    },
    {
      kind: 'name',
      pattern: /^claude\[bot\]$/i,
      role: 'authored',
      source: 'anthropics/claude-code-action@c9f187d599',
      examples: ['claude[bot]'],
    },
    {
      kind: 'branch',
      pattern: /^claude\/(?:issue|pr)-\d{1,7}-\d{8}[-_]\d{4,6}$/,
      role: 'authored',
      source: 'MervinPraison/PraisonAI, 1,681 branches',
      examples: ['claude/issue-1003-20250718-1637', 'claude/pr-88-20250718_163722'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Claude Bot' },
    { kind: 'email', text: '81847+claude@users.noreply.github.com' },
    { kind: 'branch', text: 'claude/issue-tracker' },
  ],
};
