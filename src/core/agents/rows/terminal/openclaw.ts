import type { Agent } from '../../agent.ts';

/** An assistant people host themselves; many give it a name of its own and only the mailbox tells. */
export const openclaw: Agent = {
  id: 'openclaw',
  name: 'OpenClaw',
  vendor: 'OpenClaw',
  url: 'https://openclaw.ai',
  signals: [
    {
      kind: 'email',
      // The whole domain: people's agents get mailboxes there under names of their own.
      pattern:
        /^(?:[\w.+-]{1,60}@(?:openclaw\.(?:ai|dev)|clawd\.bot)|openclaw-bot@users\.noreply\.github\.com)$/i,
      role: 'authored',
      source: 'vercel/ai@610ecc1d0d',
      examples: ['shurik@openclaw.ai', 'agent@openclaw.dev', 'bot@clawd.bot'],
    },
    {
      kind: 'name',
      pattern: /^(?:clawdbot|moltbot|openclaw(?: agent| ai| bot)?)$|\s\(openclaw\)$/i,
      role: 'authored',
      source: 'cline/cline@0a308660da',
      examples: ['Clawdbot', 'OpenClaw Agent', 'Shurik (OpenClaw)'],
    },
    {
      kind: 'name',
      // Clawd is its mascot; many who give theirs a name keep it as the surname.
      pattern: /^[a-z]{2,20}[ -]clawd$/i,
      role: 'authored',
      source: 'crewAIInc/crewAI@74308e851d',
      examples: ['Iris Clawd', 'alex-clawd'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Clawd Botsford' },
    { kind: 'email', text: 'openclaw@example.com' },
    { kind: 'message', text: 'Import settings from openclaw' },
  ],
};
