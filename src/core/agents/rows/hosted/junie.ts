import type { Agent } from '../../agent.ts';

export const junie: Agent = {
  id: 'junie',
  name: 'JetBrains Junie',
  vendor: 'JetBrains',
  url: 'https://www.jetbrains.com/junie/',
  signals: [
    {
      kind: 'login',
      pattern: /^jetbrains-junie\[bot\]$/i,
      id: 201638009,
      role: 'authored',
      source: 'JetBrains/koog@c0ff6f0444',
      examples: ['jetbrains-junie[bot]'],
    },
    {
      kind: 'login',
      pattern: /^junie-eap\[bot\]$/i,
      role: 'authored',
      source: 'oraios/serena@e993ba5df3',
      examples: ['junie-eap[bot]'],
    },
    {
      kind: 'login',
      pattern: /^junie-agent$/i,
      id: 247260674,
      role: 'authored',
      source: 'the source of JetBrains/junie-github-action',
      examples: ['junie-agent'],
    },
    {
      kind: 'email',
      // Not the whole domain: people work there.
      pattern: /^junie@jetbrains\.com$/i,
      role: 'authored',
      source: 'obra/superpowers@9093b86b4b',
      examples: ['junie@jetbrains.com'],
    },
    {
      kind: 'name',
      pattern: /^(?:jetbrains-junie|junie-eap)\[bot\]$/i,
      role: 'authored',
      source: 'oraios/serena@f6bca8bbc7',
      examples: ['jetbrains-junie[bot]'],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,12}hey! this pr was made for you with junie, the coding agent by jetbrains\b.{0,60}$/i,
      role: 'authored',
      source: 'the source of JetBrains/junie-github-action',
      examples: [
        '## 📌 Hey! This PR was made for you with Junie, the coding agent by JetBrains **Early Access Preview**',
      ],
    },
    {
      kind: 'branch',
      pattern: /^jetbrains-junie[-/]issue-\d{1,7}-run-[0-9a-f-]{36}$/,
      role: 'authored',
      source: 'branches of oraios/serena',
      examples: ['jetbrains-junie/issue-326-run-9ce9ba9f-c2a5-4467-8ac2-0e57022fa614'],
    },
  ],
  calls: ['@junie-agent', '@junie'],
  lookAlikes: [
    { kind: 'email', text: 'jane@jetbrains.com' },
    { kind: 'name', text: 'Junie Park' },
    { kind: 'name', text: 'Junie' },
    { kind: 'branch', text: 'junie-init' },
    { kind: 'message', text: 'Add Junie to the list of supported agents' },
  ],
};
