import type { Agent } from '../../agent.ts';

/** Runs several agents at once; its usual mailbox is its maker's own, so that only the name before it tells. */
export const claudeFlow: Agent = {
  id: 'claude-flow',
  name: 'claude-flow',
  vendor: 'rUv',
  url: 'https://github.com/ruvnet/claude-flow',
  signals: [
    {
      kind: 'trailer',
      pattern: /^co-authored-by: (?:claude-flow|ruv-swarm|ruflo)(?: \([^()<>]{1,40}\))?(?: <[^<>]{1,80}>)?$/i,
      role: 'coauthored',
      source: 'ghostty-org/ghostty@5a24a90f4e',
      examples: ['Co-authored-by: claude-flow <ruv@ruv.net>'],
    },
    {
      kind: 'email',
      // Roles of its swarm, not people.
      pattern: /^[a-z][\w.-]{1,40}@claude-flow\.ai$/i,
      role: 'coauthored',
      source: 'ruvnet/claude-flow@29800626c9',
      examples: ['testing@claude-flow.ai'],
    },
    {
      kind: 'message',
      pattern:
        /^[\W_]{0,12}generated (?:with|by) \[?(?:claude code \+ )?(?:claude-flow|ruv-swarm)\]?(?:\(https?:[^\s()]{1,100}\))?(?: (?:swarm )?coordination| v\d[\w.-]{0,20})?[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'ruvnet/claude-flow@29800626c9',
      examples: [
        '🤖 Generated with Claude Code + ruv-swarm v2.0.0',
        '🧠 Generated with ruv-swarm coordination',
        '🤖 Generated with [claude-flow](https://github.com/ruvnet/claude-flow)',
      ],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,12}generated (?:with|by) \[?(?:claude code \+ )?(?:claude-flow|ruv-swarm)\]?(?:\(https?:[^\s()]{1,100}\))?(?: (?:swarm )?coordination| v\d[\w.-]{0,20})?[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'ruvnet/claude-flow@29800626c9',
      examples: [
        '🤖 Generated with Claude Code + ruv-swarm v2.0.0',
        '🧠 Generated with ruv-swarm coordination',
        '🤖 Generated with [claude-flow](https://github.com/ruvnet/claude-flow)',
      ],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'ruv@ruv.net' },
    { kind: 'name', text: 'rUv' },
    { kind: 'trailer', text: 'Co-authored-by: rUv <ruv@ruv.net>' },
    { kind: 'message', text: 'Generate the config that claude-flow reads' },
  ],
};
