import type { Agent } from '../../agent.ts';

export const jules: Agent = {
  id: 'jules',
  name: 'Google Jules',
  vendor: 'Google',
  url: 'https://jules.google',
  signals: [
    {
      kind: 'login',
      pattern: /^google-labs-jules\[bot\]$/i,
      id: 161369871,
      role: 'authored',
      source: 'Aider-AI/aider@616b9e328b',
      examples: ['google-labs-jules[bot]'],
    },
    {
      kind: 'name',
      pattern: /^google-labs-jules\[bot\]$/i,
      role: 'authored',
      source: 'RooCodeInc/Roo-Code@618aa6652b',
      examples: ['google-labs-jules[bot]'],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,4}PR created automatically by Jules for task \[?\d{5,20}\]?(?:\(https:\/\/jules\.google\.com\/[^\s()]{1,80}\))?(?: started by @?[\w-]{1,39})?[\W_]{0,4}$/i,
      role: 'authored',
      source: 'bodies of public pull requests, 2025 and 2026',
      examples: [
        '*PR created automatically by Jules for task [10234567890123456789](https://jules.google.com/task/10234567890123456789) started by @octocat*',
      ],
    },
    {
      kind: 'branch',
      // A task number of 17 to 20 digits that is no date.
      pattern: /^[\w./-]{1,160}-(?!20[23]\d[01]\d)\d{17,20}(?:-[0-9a-z]{4,12})?$/i,
      role: 'authored',
      source: '18 of 19 such branches have commits of the agent',
      examples: [
        'bolt/performance-semantic-search-concurrency-10193627527280034512',
        'jules-2128034463062308440-87859c19',
      ],
    },
  ],
  calls: ['@jules'],
  lookAlikes: [
    { kind: 'name', text: 'Jules Martin' },
    { kind: 'name', text: 'Jules Verne' },
    { kind: 'email', text: '19994093+jules-p@users.noreply.github.com' },
    { kind: 'branch', text: 'report-20260729133618932069' },
    { kind: 'branch', text: 'jules/new-navigation' },
  ],
};
