import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('augment(?: (?:agent|code))?|auggie(?: cli)?');

/** Auggie is its command line. */
export const augment: Agent = {
  id: 'augment',
  name: 'Augment Code',
  vendor: 'Augment Code',
  url: 'https://www.augmentcode.com',
  signals: [
    {
      kind: 'login',
      pattern: /^augmentcode\[bot\]$/i,
      id: 185243770,
      role: 'authored',
      source: 'a test of a public tool, 2026',
      examples: ['augmentcode[bot]'],
    },
    {
      kind: 'login',
      pattern: /^augment-app-staging\[bot\]$/i,
      id: 182802480,
      role: 'authored',
      source: 'instructions in public repositories, 2026',
      examples: ['augment-app-staging[bot]'],
    },
    {
      kind: 'email',
      pattern: /^(?:(?:agent|augment|auggie|noreply)@augmentcode\.com|augment-agent@example\.com)$/i,
      role: 'authored',
      source: 'microsoft/vscode-copilot-chat@9769037b8b',
      examples: ['auggie@augmentcode.com', 'agent@augmentcode.com', 'augment-agent@example.com'],
    },
    {
      kind: 'name',
      pattern: /^augment (?:agent|code|ai)$/i,
      role: 'authored',
      source: 'microsoft/vscode-copilot-chat@9769037b8b',
      examples: ['Augment Agent', 'Augment Code'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: augment(?: code <https?:\/\/(?:www\.)?augmentcode\.com\/?>)?$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2025',
      examples: ['Co-authored-by: Augment Code <https://www.augmentcode.com>', 'Co-authored-by: Augment'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [Augment Code](https://www.augmentcode.com)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [Augment Code](https://www.augmentcode.com)'],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,4}pull request opened by \[augment code\]\(https:\/\/www\.augmentcode\.com\/?\)(?: with guidance from the pr author| \| \[view session\]\([^\s()]{1,200}\))?[\W_]{0,4}$/i,
      role: 'authored',
      source: 'bodies of public pull requests, 2025 and 2026',
      examples: [
        'Pull Request opened by [Augment Code](https://www.augmentcode.com/) with guidance from the PR author',
      ],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@augmentcode.com' },
    { kind: 'email', text: 'foo@auggie.dev' },
    { kind: 'name', text: 'Augment' },
    { kind: 'trailer', text: 'Co-authored-by: Augmentor <ai@example.com>' },
    { kind: 'message', text: 'Augment the code with types' },
    { kind: 'message', text: 'Generated with augmented reality' },
  ],
};
