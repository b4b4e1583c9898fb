import type { Agent } from '../../agent.ts';

export const zcode: Agent = {
  id: 'zcode',
  name: 'ZCode',
  vendor: 'Z.ai',
  url: 'https://zcode.z.ai',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@z\.ai$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['noreply@z.ai'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: zcode(?: \([^()<>]{1,40}\))?$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['Co-authored-by: ZCode'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@z.ai' },
    { kind: 'email', text: '3461545+zcode@users.noreply.github.com' },
    { kind: 'trailer', text: 'Co-authored-by: ZCoder <z@example.com>' },
    { kind: 'name', text: 'ZCode' },
  ],
};
