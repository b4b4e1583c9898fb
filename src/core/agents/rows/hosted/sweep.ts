import type { Agent } from '../../agent.ts';

/** Opens pull requests for issues; its apps of different stages are different accounts. */
export const sweep: Agent = {
  id: 'sweep',
  name: 'Sweep',
  vendor: 'Sweep AI',
  url: 'https://github.com/sweepai/sweep',
  signals: [
    {
      kind: 'login',
      pattern: /^sweep-nightly\[bot\]$/i,
      id: 131841235,
      role: 'authored',
      source: 'sweepai/sweep@7b9f092b78',
      examples: ['sweep-nightly[bot]'],
    },
    {
      kind: 'login',
      pattern: /^sweep-ai\[bot\]$/i,
      id: 128439645,
      role: 'authored',
      source: 'sweepai/sweep@539c8c7561',
      examples: ['sweep-ai[bot]'],
    },
    {
      kind: 'login',
      pattern: /^sweep-canary\[bot\]$/i,
      id: 132422995,
      role: 'authored',
      source: 'sweepai/sweep@dc5869061a',
      examples: ['sweep-canary[bot]'],
    },
    {
      kind: 'name',
      // Its commits also carry a mailbox of the vendor's team, and one whose number is a stranger's.
      pattern: /^sweep-(?:ai|nightly|canary)\[bot\]$/i,
      role: 'authored',
      source: 'sweepai/sweep@57b34ea3c9',
      examples: ['sweep-nightly[bot]'],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,8}(?:<summary><b>)?[\W_]{0,8}latest improvements to sweep:?[\W_]{0,4}(?:<\/b><\/summary>)?$/i,
      role: 'authored',
      source: 'the text sweepai/sweep puts below its pull requests',
      examples: ['### 🎉 Latest improvements to Sweep:'],
    },
    {
      kind: 'branch',
      pattern: /^sweep\/[a-z0-9][\w.-]{2,120}$/i,
      role: 'authored',
      source: '1,379 of 1,411 such branches have commits of the agent',
      examples: ['sweep/improve-logging'],
    },
  ],
  calls: ['@sweep'],
  lookAlikes: [
    { kind: 'email', text: 'team@sweep.dev' },
    { kind: 'email', text: '324098+sweep-nightly@users.noreply.github.com' },
    { kind: 'name', text: 'Liketosweep' },
    { kind: 'branch', text: 'sweep-old-flags' },
    { kind: 'message', text: 'Sweep: remove dead code' },
  ],
};
