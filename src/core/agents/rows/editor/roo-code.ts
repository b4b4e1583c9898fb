import type { Agent } from '../../agent.ts';

/** Roomote is the same agent in the cloud. Its mailboxes are shared with staff, so the name tells, too. */
export const rooCode: Agent = {
  id: 'roo-code',
  name: 'Roo Code',
  vendor: 'Roo Code',
  url: 'https://roocode.com',
  signals: [
    {
      kind: 'login',
      pattern: /^roomote(?:-v0)?\[bot\]$/i,
      id: 219738659,
      role: 'authored',
      source: 'RooCodeInc/Roo-Code@dcc4ba2540',
      examples: ['roomote[bot]', 'roomote-v0[bot]'],
    },
    {
      kind: 'email',
      // Not support@roocode.com: a person commits with it, too.
      pattern: /^(?:(?:noreply|roo|roomote)@roocode\.com|roo@roocode\.dev)$/i,
      role: 'authored',
      source: 'RooCodeInc/Roo-Code@e686deea35',
      examples: ['roomote@roocode.com', 'roo@roocode.com'],
    },
    {
      kind: 'name',
      pattern: /^(?:roo ?code(?: (?:bot|translate mode))?|roomote(?:[ -](?:agent|bot))?)$/i,
      role: 'authored',
      source: 'RooCodeInc/Roo-Code@66b65729bf',
      examples: ['Roo Code', 'Roomote Agent', 'Roo Code Translate Mode'],
    },
  ],
  calls: ['@roomote'],
  lookAlikes: [
    { kind: 'name', text: 'Roo' },
    { kind: 'name', text: 'ColemanRoo' },
    { kind: 'email', text: 'bruno@roocode.com' },
    { kind: 'email', text: 'support@roocode.com' },
    { kind: 'email', text: 'roo-code@z.ewheeler.org' },
    { kind: 'trailer', text: 'Co-authored-by: Roo Coders <roo@example.com>' },
    { kind: 'message', text: 'The changes made by Roo are still visible in the chat window.' },
  ],
};
