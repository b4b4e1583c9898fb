import type { Agent } from '../../agent.ts';

/** Gives agents a team's context and records their sessions; has them sign for it, whichever agent it is. */
export const sageox: Agent = {
  id: 'sageox',
  name: 'SageOx',
  vendor: 'SageOx',
  url: 'https://github.com/sageox/ox',
  signals: [
    {
      kind: 'email',
      pattern: /^ox@sageox\.ai$/i,
      role: 'coauthored',
      source: 'steveyegge/beads@27d6a8c2d',
      examples: ['ox@sageox.ai'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: \[sageox\]\(https:\/\/github\.com\/sageox\)$/i,
      role: 'coauthored',
      source: 'the source of its command line',
      examples: ['Co-authored-by: [SageOx](https://github.com/SageOx)'],
    },
    {
      kind: 'trailer',
      pattern: /^sageox-session: (?:https:\/\/sageox\.ai\/\S{3,150}|ses_\w{8,64})$/i,
      role: 'coauthored',
      source: 'the source of its command line',
      examples: ['SageOx-Session: https://sageox.ai/c/ses_01a0e4a5'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'ryan@sageox.ai' },
    { kind: 'trailer', text: 'Co-authored-by: Sage Ox <sage@example.com>' },
    { kind: 'message', text: 'Add the SageOx hooks' },
  ],
};
