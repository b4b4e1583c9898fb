import type { Agent } from '../agent.ts';

const VENDOR = 'GitHub';

/** Works on its own in GitHub's cloud; `Copilot` is its login in REST, `copilot-swe-agent[bot]` elsewhere. */
export const copilotCodingAgent: Agent = {
  id: 'copilot-coding-agent',
  name: 'GitHub Copilot coding agent',
  vendor: VENDOR,
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

export const copilotCli: Agent = {
  id: 'copilot-cli',
  name: 'GitHub Copilot CLI',
  vendor: VENDOR,
  url: 'https://docs.github.com/en/copilot/concepts/agents/about-copilot-cli',
  signals: [
    {
      kind: 'login',
      pattern: /^copilot$/i,
      id: 223556219,
      role: 'authored',
      source: 'actions/dependency-review-action@e404798400',
      examples: ['Copilot'],
    },
    {
      kind: 'trailer',
      pattern: /^copilot-session: [0-9a-f-]{36}$/i,
      role: 'coauthored',
      source: 'ghostty-org/ghostty@d8b77c8586',
      examples: ['Copilot-Session: 01234567-89ab-4cde-8f01-23456789abcd'],
    },
    {
      kind: 'trailer',
      pattern: /^generated-by: (?:github )?copilot(?: <[^<>]{3,80}>)?$/i,
      role: 'coauthored',
      source: 'github/awesome-copilot@e8d8a79c8e',
      examples: ['Generated-by: GitHub Copilot <copilot@github.com>'],
    },
    {
      kind: 'trailer',
      pattern: /^assisted-by: (?:github )?copilot(?:[ :(&<].{0,100})?$/i,
      role: 'assisted',
      source: 'github/awesome-copilot@c95af033c9',
      examples: ['Assisted-by: GitHub Copilot'],
    },
  ],
  lookAlikes: [
    { kind: 'trailer', text: 'Reviewed-by: Copilot' },
    { kind: 'trailer', text: 'Generated-by: copilot-schema-gen 1.2' },
    { kind: 'message', text: 'Spotted by Copilot' },
  ],
};

/** Visual Studio Code and other editors add it to commits made with their agent mode or completions. */
export const copilotIde: Agent = {
  id: 'copilot-ide',
  name: 'GitHub Copilot in editors',
  vendor: VENDOR,
  url: 'https://code.visualstudio.com/docs/copilot/overview',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:copilot|noreply\+copilot|github\.copilot)@github\.com$/i,
      role: 'authored',
      source: 'actions/dependency-review-action@a2a0ad82ba',
      examples: ['copilot@github.com', 'noreply+copilot@github.com'],
    },
    {
      kind: 'name',
      pattern: /^github copilot$/i,
      role: 'authored',
      source: 'kubernetes-sigs/prow@773c479c',
      examples: ['GitHub Copilot'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: (?:github )?copilot(?: <noreply@github\.com>)?$/i,
      role: 'coauthored',
      source: 'public squash merges, 2026',
      examples: ['Co-authored-by: GitHub Copilot <noreply@github.com>'],
    },
    {
      kind: 'message',
      pattern: /^[\W_]{0,4}generated with (?:github )?copilot[\W_]{0,3}$/i,
      role: 'coauthored',
      source: 'zizmorcore/zizmor@18b17c30',
      examples: ['Generated with copilot'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'noreply@github.com' },
    { kind: 'email', text: 'copilot-team@github.com' },
  ],
};

/** Somebody accepted what it suggested in a review. */
export const copilotReview: Agent = {
  id: 'copilot-review',
  name: 'GitHub Copilot code review',
  vendor: VENDOR,
  url: 'https://docs.github.com/en/copilot/concepts/agents/code-review',
  signals: [
    {
      kind: 'login',
      pattern: /^copilot$/i,
      id: 175728472,
      role: 'assisted',
      source: 'vercel/ai@8aa9e20078',
      examples: ['Copilot'],
    },
    {
      kind: 'login',
      pattern: /^copilot-pull-request-reviewer\[bot\]$/i,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@b6c10e4040',
      examples: ['copilot-pull-request-reviewer[bot]'],
    },
  ],
  lookAlikes: [{ kind: 'message', text: 'Answers the review by GitHub Copilot' }],
};

/** Suggested fixes of code scanning and code quality; three accounts carry the one name. */
export const copilotAutofix: Agent = {
  id: 'copilot-autofix',
  name: 'GitHub Copilot Autofix',
  vendor: VENDOR,
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
