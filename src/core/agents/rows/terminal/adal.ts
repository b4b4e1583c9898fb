import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('adal');

export const adal: Agent = {
  id: 'adal',
  name: 'AdaL',
  vendor: 'SylphAI',
  url: 'https://sylph.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^adal@sylph\.ai$/i,
      role: 'coauthored',
      source: 'awslabs/mcp@f5ce310b6a',
      examples: ['adal@sylph.ai'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['🌸 Generated with [AdaL](https://github.com/adal-cli/)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['🌸 Generated with [AdaL](https://github.com/adal-cli/)'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Adal' },
    { kind: 'name', text: 'Adal Bekele' },
    { kind: 'email', text: 'jane@sylph.ai' },
    { kind: 'trailer', text: 'Co-authored-by: Adal Bekele <adal@example.com>' },
  ],
};
