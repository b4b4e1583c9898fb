import type { Agent } from '../../agent.ts';

/** A reviewer and a merge queue with one account; in both roles it did not write the change. */
export const graphite: Agent = {
  id: 'graphite',
  name: 'Graphite',
  vendor: 'Graphite',
  url: 'https://graphite.dev/docs',
  signals: [
    {
      kind: 'login',
      pattern: /^graphite-app\[bot\]$/i,
      id: 96075541,
      role: 'assisted',
      source: 'lastmile-ai/mcp-agent@bb8d7aeea5',
      examples: ['graphite-app[bot]'],
    },
    {
      kind: 'name',
      pattern: /^graphite-app\[bot\]$/i,
      role: 'assisted',
      source: 'lastmile-ai/mcp-agent@bb8d7aeea5',
      examples: ['graphite-app[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'branch', text: 'graphite-base/13723' },
    { kind: 'email', text: 'jane@wearegraphite.io' },
    { kind: 'message', text: 'Stack with Graphite' },
  ],
};
