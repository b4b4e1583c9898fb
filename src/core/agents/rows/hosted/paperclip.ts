import type { Agent } from '../../agent.ts';

/** Runs a company of agents, some of which commit with a mailbox after their post. */
export const paperclip: Agent = {
  id: 'paperclip',
  name: 'Paperclip',
  vendor: 'Paperclip',
  url: 'https://github.com/paperclipai/paperclip',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:noreply|(?:senior|staff|founding)?engineer)@paperclip\.ing$/i,
      role: 'authored',
      source: 'continuedev/continue@90b8f5c950',
      examples: ['noreply@paperclip.ing', 'seniorengineer@paperclip.ing'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@paperclip.ing' },
    { kind: 'name', text: 'Paperclip' },
    { kind: 'message', text: 'Show a paperclip beside attachments' },
  ],
};
