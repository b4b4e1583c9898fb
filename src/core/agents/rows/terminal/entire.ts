import type { Agent } from '../../agent.ts';

/** Records the sessions of other agents; its trailer says that one took part, not which. */
export const entire: Agent = {
  id: 'entire',
  name: 'Entire',
  vendor: 'Entire',
  url: 'https://entire.io',
  signals: [
    {
      kind: 'trailer',
      pattern: /^entire-checkpoint: (?:[\da-f]{12}|[\dA-HJKMNP-TV-Z]{26})$/i,
      role: 'coauthored',
      source: 'MoonshotAI/kimi-cli@fc114b2b9f',
      examples: ['Entire-Checkpoint: 9642df6cfc1c', 'Entire-Checkpoint: 01M2VBJBJQZ2BP1W2PBWDF3J30'],
    },
    {
      kind: 'trailer',
      pattern: /^entire-attribution: [1-9]\d{0,2}% agent\b.{0,60}$/i,
      role: 'coauthored',
      source: 'docs/architecture/attribution.md of entireio/cli',
      examples: ['Entire-Attribution: 73% agent (146/200 lines)'],
    },
  ],
  lookAlikes: [
    { kind: 'trailer', text: 'Entire-Checkpoint: none' },
    { kind: 'message', text: 'Load the entire checkpoint: 9642df6cfc1c' },
    { kind: 'branch', text: 'entire/checkpoints' },
  ],
};
