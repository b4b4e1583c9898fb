import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('eca');

export const eca: Agent = {
  id: 'eca',
  name: 'Editor Code Assistant',
  vendor: 'eca',
  url: 'https://eca.dev',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:noreply|git)@eca\.dev$/i,
      role: 'coauthored',
      source: 'obra/superpowers@1810a22856',
      examples: ['noreply@eca.dev', 'git@eca.dev'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'the instructions it gives its models',
      examples: ['🤖 Generated with [eca](https://eca.dev)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'the instructions it gives its models',
      examples: ['🤖 Generated with [eca](https://eca.dev)'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@eca.dev' },
    { kind: 'name', text: 'Eca' },
    { kind: 'trailer', text: 'Co-authored-by: Eca Queiroz <eca@example.com>' },
  ],
};
