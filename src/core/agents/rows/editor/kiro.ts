import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('kiro(?: cli)?');

export const kiro: Agent = {
  id: 'kiro',
  name: 'Kiro',
  vendor: 'Amazon Web Services',
  url: 'https://kiro.dev',
  signals: [
    {
      kind: 'login',
      pattern: /^kiro-agent\[bot\]$/i,
      role: 'authored',
      source: 'public pull requests, 2026',
      examples: ['kiro-agent[bot]'],
    },
    {
      kind: 'login',
      pattern: /^kiro-agent$/i,
      id: 244629292,
      role: 'authored',
      source: 'awslabs/mcp@26f51eb5d4',
      examples: ['kiro-agent'],
    },
    {
      kind: 'email',
      pattern: /^(?:noreply|kiro)@kiro\.dev$/i,
      role: 'authored',
      source: 'public commits, 2026',
      examples: ['noreply@kiro.dev', 'kiro@kiro.dev'],
    },
    {
      kind: 'name',
      pattern: /^kiro (?:agent|ai)$/i,
      role: 'authored',
      source: 'awslabs/mcp@26f51eb5d4',
      examples: ['Kiro Agent', 'Kiro AI'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: kiro(?: agent)?$/i,
      role: 'coauthored',
      source: 'public commits, 2026',
      examples: ['Co-authored-by: Kiro'],
    },
    {
      kind: 'trailer',
      pattern: /^assisted-by: kiro(?:[ :(<].{0,100})?$/i,
      role: 'assisted',
      source: 'awslabs/mcp@5624440d63',
      examples: ['Assisted-by: Kiro'],
    },
    {
      kind: 'message',
      pattern: /^[\W_]{0,8}assisted by (?:\[kiro\]\(https?:[^\s()]{1,60}\)|kiro)[\W_]{0,4}$/i,
      role: 'assisted',
      source: 'badlogic/pi-mono@3ad2bdd897',
      examples: ['🤖 Assisted by Kiro'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['👻 Generated with [Kiro](https://kiro.dev/)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['👻 Generated with [Kiro CLI](https://kiro.dev/docs/cli/)'],
    },
    {
      kind: 'body',
      pattern: /^[\W_]{0,4}this pull request was created by @kiro-agent on behalf of @?[\w-]{1,39}\b/i,
      role: 'authored',
      source: 'bodies of public pull requests, 2026',
      examples: ['This pull request was created by @kiro-agent on behalf of @octocat :ghost:'],
    },
  ],
  calls: ['@kiro', '/kiro'],
  lookAlikes: [
    { kind: 'trailer', text: 'Co-authored-by: Kiro Tanaka' },
    { kind: 'trailer', text: 'Assisted-by: Kirolos' },
    { kind: 'email', text: 'jane@kiro.dev' },
    { kind: 'message', text: 'Document how to open the project in Kiro' },
  ],
};
