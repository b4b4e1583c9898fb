import type { Agent } from '../../agent.ts';

/** One app under two names; `kilocode-bot` is the vendor's release automation. */
export const kiloCode: Agent = {
  id: 'kilo-code',
  name: 'Kilo Code',
  vendor: 'Kilo',
  url: 'https://kilo.ai/docs',
  signals: [
    {
      kind: 'login',
      pattern: /^(?:kiloconnect|kilo-code-bot)\[bot\]$/i,
      id: 240665456,
      role: 'authored',
      source: 'cline/cline@23fb738750',
      examples: ['kiloconnect[bot]', 'kilo-code-bot[bot]'],
    },
    {
      kind: 'name',
      pattern: /^(?:kiloconnect|kilo-code-bot)\[bot\]$/i,
      role: 'authored',
      source: 'cline/cline@23fb738750',
      examples: ['kiloconnect[bot]'],
    },
  ],
  calls: ['@kilo', '@kilocode-bot'],
  lookAlikes: [
    { kind: 'name', text: 'kilocode-bot' },
    { kind: 'email', text: 'kevin+kilocodebot@kilocode.ai' },
    { kind: 'email', text: 'jane@kilocode.ai' },
    { kind: 'name', text: 'f3kilo' },
    { kind: 'message', text: 'Import settings from Kilo Code' },
  ],
};
