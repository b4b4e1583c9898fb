import type { Agent } from '../../agent.ts';

export const bolt: Agent = {
  id: 'bolt',
  name: 'Bolt',
  vendor: 'StackBlitz',
  url: 'https://support.bolt.new',
  signals: [
    {
      kind: 'email',
      pattern: /^noreply@bolt\.new$/i,
      role: 'authored',
      source: "a mailbox of the vendor's own domain; not seen in the histories read",
      examples: ['noreply@bolt.new'],
    },
  ],
  lookAlikes: [
    { kind: 'login', text: 'whitesource-bolt-for-github[bot]' },
    { kind: 'name', text: 'Bolt' },
    { kind: 'email', text: 'usain@bolt.example' },
    // A persona of Jules names its branches so.
    { kind: 'branch', text: 'bolt/faster-list-rendering' },
  ],
};
