import type { Agent } from '../../agent.ts';

/** Works in a cloud environment under its operator's name; only the mailbox of its co-author line tells. */
export const ona: Agent = {
  id: 'ona',
  name: 'Ona',
  vendor: 'Ona (Gitpod)',
  url: 'https://ona.com/docs',
  signals: [
    {
      kind: 'email',
      pattern: /^no-reply@ona\.com$/i,
      role: 'coauthored',
      source: 'vercel/ai@f77cc8cf82',
      examples: ['no-reply@ona.com'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Ona' },
    { kind: 'email', text: 'ona@example.com' },
    { kind: 'trailer', text: 'Co-authored-by: Ona Petrova <ona.petrova@example.com>' },
    { kind: 'email', text: 'jane@ona.com' },
  ],
};
