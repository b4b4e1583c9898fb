import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('open ?code');

export const opencode: Agent = {
  id: 'opencode',
  name: 'opencode',
  vendor: 'Anomaly',
  url: 'https://opencode.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^opencode-agent\[bot\]$/i,
      id: 219766164,
      role: 'authored',
      source: 'public commits, 2026',
      examples: ['opencode-agent[bot]'],
    },
    {
      kind: 'email',
      pattern: /^(?:noreply|agent)@opencode\.ai$/i,
      role: 'authored',
      source: 'badlogic/pi-mono@d4cab9109a',
      examples: ['noreply@opencode.ai', 'agent@opencode.ai'],
    },
    {
      kind: 'name',
      pattern: /^(?:opencode(?: agent| ai| bot)?(?: \([^()]{1,40}\))?|opencode-agent\[bot\])$/i,
      role: 'authored',
      source: 'badlogic/pi-mono@d4cab9109a',
      examples: ['OpenCode Agent', 'OpenCode Bot', 'opencode (glm-5.2)'],
    },
    {
      kind: 'trailer',
      pattern: /^opencode-(?:model|session): \S.{0,100}$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['OpenCode-Model: zai/glm-5.2'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@7627d71563',
      examples: [
        '🤖 Generated with [opencode](https://opencode.ai)',
        '🤖 GENERATED WITH ASSISTANCE OF OpenCode',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@7627d71563',
      examples: [
        '🤖 Generated with [opencode](https://opencode.ai)',
        '🤖 GENERATED WITH ASSISTANCE OF OpenCode',
      ],
    },
    {
      kind: 'body',
      pattern:
        /^\[opencode session\]\(https:\/\/(?:opencode\.ai\/s|opncd\.ai\/share)\/\w{1,64}\)(?:[\s|&].{0,300})?$/i,
      role: 'authored',
      source: 'pull requests of its GitHub action, 2026',
      examples: [
        '[opencode session](https://opencode.ai/s/pLRkaXMH)&nbsp;&nbsp;|&nbsp;&nbsp;[github run](/octo/hello/actions/runs/24192741689)',
      ],
    },
    {
      kind: 'branch',
      pattern: /^opencode\/(?:(?:issue|pr)\d{1,7}-\d{8}_?\d{6}|(?:dispatch|schedule)-[\da-f]{6}-\d{14})$/,
      role: 'authored',
      source: 'the source of its GitHub action',
      examples: [
        'opencode/issue12-20250710101010',
        'opencode/pr88-20250710_101010',
        'opencode/schedule-3f9a1c-20260410063000',
      ],
    },
  ],
  calls: ['/opencode', '/oc'],
  lookAlikes: [
    { kind: 'email', text: 'adam@opencode.ai' },
    { kind: 'name', text: 'mojo-opencode' },
    { kind: 'trailer', text: 'Assisted-by: opencoder' },
    { kind: 'branch', text: 'opencode/add-provider' },
    { kind: 'message', text: 'Add the opencode adapter' },
    { kind: 'body', text: 'See the [opencode docs](https://opencode.ai/docs)' },
  ],
};
