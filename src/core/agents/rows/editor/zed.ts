import type { Agent } from '../../agent.ts';

/** Runs agents of its own and of others; pairs of people use the editor, too. */
export const zed: Agent = {
  id: 'zed',
  name: 'Zed',
  vendor: 'Zed Industries',
  url: 'https://zed.dev',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@zed\.dev$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['noreply@zed.dev'],
    },
    {
      kind: 'name',
      pattern: /^zed (?:agent|ai)$/i,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['Zed Agent', 'Zed AI'],
    },
    {
      kind: 'message',
      pattern:
        /^[\W_]{0,8}generated with \[[^\]]{1,40}\]\(https?:[^\s()]{1,60}\) via \[zed\]\(https:\/\/zed\.dev[^\s()]{0,60}\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2025',
      examples: [
        '🤖 Generated with [Claude Code](https://claude.ai/code) via [Zed](https://zed.dev/docs/ai/external-agents)',
      ],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,8}generated with \[[^\]]{1,40}\]\(https?:[^\s()]{1,60}\) via \[zed\]\(https:\/\/zed\.dev[^\s()]{0,60}\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2025',
      examples: [
        '🤖 Generated with [Claude Code](https://claude.ai/code) via [Zed](https://zed.dev/docs/ai/external-agents)',
      ],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Zed' },
    { kind: 'name', text: 'Zed Shaw' },
    { kind: 'email', text: 'nathan@zed.dev' },
    { kind: 'email', text: '234243425+zed-zippy[bot]@users.noreply.github.com' },
    { kind: 'trailer', text: 'Co-authored-by: Zed <zed@example.com>' },
  ],
};
