import type { Agent } from '../agent.ts';

const VENDOR = 'Google';

export const geminiCli: Agent = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  vendor: VENDOR,
  url: 'https://github.com/google-gemini/gemini-cli',
  signals: [
    {
      kind: 'login',
      pattern: /^gemini-cli$/i,
      id: 218195315,
      role: 'authored',
      source: 'google-gemini/gemini-cli@07d1d060cf',
      examples: ['gemini-cli'],
    },
    {
      kind: 'email',
      // With its number (218312386) the same login is release automation.
      pattern: /^(?:gemini-cli@google\.com|gemini-cli\[bot\]@users\.noreply\.github\.com)$/i,
      role: 'authored',
      source: 'google-gemini/gemini-cli@d744945ff4',
      examples: ['gemini-cli@google.com', 'gemini-cli[bot]@users.noreply.github.com'],
    },
    {
      kind: 'trailer',
      pattern:
        /^(?:co-)?authored-by: (?:google )?gemini(?: cli| code)?(?: [\d.]{1,6}(?: \w{1,12})?)?(?: \([^()<>]{1,80}\))?(?: <(?:gemini|noreply)@google\.com>)?$/i,
      role: 'coauthored',
      source: 'OpenHands/OpenHands@03dea2d689',
      examples: [
        'Co-authored-by: Gemini',
        'Co-authored-by: Gemini CLI <noreply@google.com>',
        'Co-authored-by: Gemini <gemini@google.com>',
      ],
    },
    {
      kind: 'trailer',
      pattern: /^assisted-by: (?:google )?gemini(?!.{0,60} via )(?:[- ]cli)?(?:[:/]\S{1,60}| \d.{0,60})?$/i,
      role: 'assisted',
      source: 'google-gemini/gemini-cli@fa96a8e688',
      examples: ['Assisted-by: gemini-cli'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'gemini-cli-robot@google.com' },
    { kind: 'email', text: '218312386+gemini-cli[bot]@users.noreply.github.com' },
    { kind: 'email', text: 'noreply@google.com' },
    { kind: 'trailer', text: 'Co-authored-by: gemini-cli-robot <gemini-cli-robot@google.com>' },
    { kind: 'trailer', text: 'Co-authored-by: Gemini Alvarez <gemini@example.com>' },
    { kind: 'message', text: 'feat: move Gemini PR review action to dedicated directory' },
  ],
};

/** A reviewer: it is named when somebody accepted what it suggested. */
export const geminiCodeAssist: Agent = {
  id: 'gemini-code-assist',
  name: 'Gemini Code Assist',
  vendor: VENDOR,
  url: 'https://developers.google.com/gemini-code-assist',
  signals: [
    {
      kind: 'login',
      pattern: /^gemini-code-assist\[bot\]$/i,
      id: 176961590,
      role: 'assisted',
      source: 'BeehiveInnovations/zen-mcp-server@980a564d12',
      examples: ['gemini-code-assist[bot]'],
    },
  ],
  lookAlikes: [{ kind: 'message', text: 'Address review by gemini-code-assist' }],
};
