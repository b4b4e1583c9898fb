import type { Agent } from '../../agent.ts';

/** Runs Claude Code and others from a phone and adds its line to theirs. */
export const happy: Agent = {
  id: 'happy',
  name: 'Happy',
  vendor: 'Happy',
  url: 'https://happy.engineering',
  signals: [
    {
      kind: 'email',
      pattern: /^yesreply@happy\.engineering$/i,
      role: 'coauthored',
      source: 'badlogic/pi-mono@f03d4d5567',
      examples: ['yesreply@happy.engineering'],
    },
    {
      kind: 'message',
      pattern:
        /^[\W_]{0,8}(?:generated with \[[^\]]{1,40}\]\(https?:[^\s()]{1,100}\) )?via \[happy\]\(https:\/\/happy\.engineering\/?\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'its own instructions to the agents it runs',
      examples: [
        'via [Happy](https://happy.engineering)',
        '*Generated with [Claude Code](https://claude.ai/code) via [Happy](https://happy.engineering)*',
      ],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,8}(?:generated with \[[^\]]{1,40}\]\(https?:[^\s()]{1,100}\) )?via \[happy\]\(https:\/\/happy\.engineering\/?\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'its own instructions to the agents it runs',
      examples: [
        'via [Happy](https://happy.engineering)',
        '*Generated with [Claude Code](https://claude.ai/code) via [Happy](https://happy.engineering)*',
      ],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Happy' },
    { kind: 'name', text: 'Happy Tran' },
    { kind: 'email', text: 'happy@example.com' },
    { kind: 'trailer', text: 'Co-authored-by: Happy <happy@example.com>' },
    { kind: 'message', text: 'Make clippy happy' },
  ],
};
