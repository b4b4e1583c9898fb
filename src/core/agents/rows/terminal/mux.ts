import type { Agent } from '../../agent.ts';

/** Whole, or up to where a squash merge wrapped it; its first name was cmux. */
const FOOTER =
  /^[\W_]{0,4}generated with [`[]{0,2}c?mux[`\]]{0,2}(?:\(https:\/\/[^\s()]{1,80}\))?(?:[\W_]{0,4}| [•·].{0,300})$/i;

/** Runs several agents side by side under its operator's name. */
export const mux: Agent = {
  id: 'mux',
  name: 'Mux',
  vendor: 'Coder',
  url: 'https://github.com/coder/mux',
  signals: [
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'coder/mux@6fcca8b541',
      examples: [
        '_Generated with `mux`_',
        '_Generated with `mux` • Model: `anthropic:claude-opus-4-5` • Thinking:',
        '_Generated with [`mux`](https://github.com/coder/mux) • Model:',
        '_Generated with `cmux`_',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'coder/mux@6fcca8b541',
      examples: ['_Generated with `mux` • Model: `openai:gpt-5.5` • Thinking: `xhigh` • Cost: `$1.20`_'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: mux <noreply@coder\.com>$/i,
      role: 'coauthored',
      source: 'coder/mux, 29 commits of 2026',
      examples: ['Co-authored-by: Mux <noreply@coder.com>'],
    },
  ],
  lookAlikes: [
    { kind: 'message', text: 'The clips are generated with mux and kept for a day' },
    { kind: 'message', text: 'Generated with muxer 2.1' },
    { kind: 'trailer', text: 'Co-authored-by: Mux <mux@example.com>' },
    { kind: 'email', text: 'noreply@coder.com' },
  ],
};
