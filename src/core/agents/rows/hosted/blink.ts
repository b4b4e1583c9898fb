import type { Agent } from '../../agent.ts';

export const blink: Agent = {
  id: 'blink',
  name: 'Blink',
  vendor: 'Coder',
  url: 'https://blink.coder.com',
  signals: [
    {
      kind: 'login',
      pattern: /^blink-so\[bot\]$/i,
      id: 211532188,
      role: 'authored',
      source: 'google-gemini/gemini-cli@831dffd2b7',
      examples: ['blink-so[bot]'],
    },
    {
      kind: 'name',
      pattern: /^blink-so\[bot\]$/i,
      role: 'authored',
      source: 'google-gemini/gemini-cli@831dffd2b7',
      examples: ['blink-so[bot]'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Blink' },
    { kind: 'message', text: 'Let the cursor blink' },
  ],
};
