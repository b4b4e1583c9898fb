import type { Agent } from '../../agent.ts';

export const sweAgent: Agent = {
  id: 'swe-agent',
  name: 'SWE-agent',
  vendor: 'Princeton NLP',
  url: 'https://swe-agent.com',
  signals: [
    {
      kind: 'email',
      pattern: /^noemail@swe-agent\.com$/i,
      role: 'authored',
      source: 'the source of SWE-agent/SWE-agent',
      examples: ['noemail@swe-agent.com'],
    },
    {
      kind: 'name',
      pattern: /^swe-agent$/i,
      role: 'authored',
      source: 'the source of SWE-agent/SWE-agent',
      examples: ['SWE-agent'],
    },
    {
      kind: 'body',
      pattern:
        /^this is a pr opened by ai tool \[swe agent\]\(https:\/\/github\.com\/[^\s()]{1,80}\).{0,400}$/i,
      role: 'authored',
      source: 'the source of SWE-agent/SWE-agent',
      examples: [
        'This is a PR opened by AI tool [SWE Agent](https://github.com/SWE-agent/SWE-agent/) to close [#12](https://github.com/octocat/hello/issues/12) (Crash).',
      ],
    },
    {
      kind: 'branch',
      pattern: /^swe-agent-fix-#\d{1,7}-\d{6,8}$/,
      role: 'authored',
      source: 'the source of SWE-agent/SWE-agent',
      examples: ['swe-agent-fix-#12-12345678'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Copilot SWE agent' },
    { kind: 'email', text: 'jane@swe-agent.com' },
    { kind: 'branch', text: 'swe-agent-integration' },
    { kind: 'message', text: 'Evaluate on SWE-agent' },
  ],
};
