import type { Agent } from '../../agent.ts';

const FOOTER =
  /^[\W_]{0,12}(?:(?:generated (?:by|with)(?: assistance of)?) \[?oh-?my-?open(?:code|agent)\]?|ultraworked with \[sisyphus\])(?: ?\(https?:[^\s()]{1,100}\))?[\W_]{0,4}$/i;

/** The agent of oh-my-opencode, later oh-my-openagent. */
export const sisyphus: Agent = {
  id: 'sisyphus',
  name: 'Sisyphus',
  vendor: 'oh-my-opencode',
  url: 'https://github.com/code-yeongyu/oh-my-opencode',
  signals: [
    {
      kind: 'email',
      pattern:
        /^(?:clio-agent@sisyphuslabs\.ai|sisyphus@(?:opencode\.ai|mengmota\.com)|sisyphus-dev-ai@users\.noreply\.github\.com)$/i,
      role: 'authored',
      source: 'google-gemini/gemini-cli@648ee3c248',
      examples: [
        'clio-agent@sisyphuslabs.ai',
        'sisyphus@opencode.ai',
        'sisyphus-dev-ai@users.noreply.github.com',
      ],
    },
    {
      kind: 'name',
      pattern: /^sisyphus-dev-ai$/i,
      role: 'authored',
      source: 'code-yeongyu/oh-my-opencode@0c820741dd',
      examples: ['sisyphus-dev-ai'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'code-yeongyu/oh-my-opencode@1c12925c9e',
      examples: [
        'Ultraworked with [Sisyphus](https://github.com/code-yeongyu/oh-my-opencode)',
        '🤖 GENERATED WITH ASSISTANCE OF [OhMyOpenCode](https://github.com/code-yeongyu/oh-my-opencode)',
        '🤖 Generated with assistance of oh-my-opencode',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'code-yeongyu/oh-my-opencode@1c12925c9e',
      examples: [
        'Ultraworked with [Sisyphus](https://github.com/code-yeongyu/oh-my-opencode)',
        '🤖 GENERATED WITH ASSISTANCE OF [OhMyOpenCode](https://github.com/code-yeongyu/oh-my-opencode)',
        '🤖 Generated with assistance of oh-my-opencode',
      ],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Sisyphus' },
    { kind: 'email', text: 'sisyphus@example.com' },
    { kind: 'email', text: 'jane@sisyphuslabs.ai' },
    { kind: 'message', text: 'Install oh-my-opencode from the release' },
  ],
};
