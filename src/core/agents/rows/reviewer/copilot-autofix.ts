import type { Agent } from '../../agent.ts';

/** Suggested fixes of code scanning and code quality; three accounts carry the one name. */
export const copilotAutofix: Agent = {
  id: 'copilot-autofix',
  name: 'GitHub Copilot Autofix',
  vendor: 'GitHub',
  url: 'https://docs.github.com/en/code-security/code-scanning/managing-code-scanning-alerts/responsible-use-autofix-code-scanning',
  signals: [
    {
      kind: 'login',
      pattern: /^github-advanced-security\[bot\]$/i,
      id: 62310815,
      role: 'assisted',
      source: 'OpenHands/OpenHands@7ae3494ccc',
      examples: ['github-advanced-security[bot]'],
    },
    {
      kind: 'login',
      pattern: /^github-code-quality\[bot\]$/i,
      id: 223894421,
      role: 'assisted',
      source: 'airbytehq/PyAirbyte@725e262578',
      examples: ['github-code-quality[bot]'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: copilot autofix powered by ai\b/i,
      role: 'assisted',
      source: 'OpenHands/OpenHands@7ae3494ccc',
      examples: [
        'Co-authored-by: Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@users.noreply.github.com>',
        'Co-authored-by: Copilot Autofix powered by AI <175728472+Copilot@users.noreply.github.com>',
      ],
    },
  ],
  lookAlikes: [{ kind: 'message', text: 'Potential fix for code scanning alert no. 12' }],
};
