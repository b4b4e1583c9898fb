import type { Agent } from '../../agent.ts';

const MADE_WITH =
  /^[\W_]{0,8}(?:generated|made) with (?:cursor|\[cursor(?: agent| ide)?\]\(https?:\/\/(?:www\.)?cursor\.(?:com|sh)[^\s()]{0,60}\))[\W_]{0,4}$/i;

/** The buttons under the bodies of its pull requests, whole or where a squash merge wrapped them. */
const OPEN_IN =
  /(?:^|[\s"(])(?:href=["']|(?:open in )?(?:web|cursor)\]\()https:\/\/(?:www\.)?cursor\.com\/(?:agents(?:\?id=|\/)|background-agent\?bcId=)bc-[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}["')]/i;

export const cursor: Agent = {
  id: 'cursor',
  name: 'Cursor',
  vendor: 'Anysphere',
  url: 'https://cursor.com/docs',
  signals: [
    {
      kind: 'login',
      pattern: /^cursor\[bot\]$/i,
      id: 206951365,
      role: 'authored',
      source: 'MervinPraison/PraisonAI@51fe7f9cbb',
      examples: ['cursor[bot]'],
    },
    {
      kind: 'login',
      pattern: /^cursoragent$/i,
      id: 199161495,
      role: 'authored',
      source: 'its public profile',
      examples: ['cursoragent'],
    },
    {
      kind: 'email',
      pattern: /^(?:(?:cursoragent|agent|noreply)@cursor\.com|noreply@cursor\.sh)$/i,
      role: 'authored',
      source: 'BeehiveInnovations/zen-mcp-server@3cc48d288f',
      examples: ['cursoragent@cursor.com', 'noreply@cursor.sh'],
    },
    {
      kind: 'name',
      pattern: /^cursor (?:agent|ai)$/i,
      role: 'authored',
      source: 'BeehiveInnovations/zen-mcp-server@3cc48d288f',
      examples: ['Cursor Agent'],
    },
    {
      kind: 'trailer',
      pattern: /^made-with: cursor$/i,
      role: 'coauthored',
      source: 'RooCodeInc/Roo-Code@f78cb0b494',
      examples: ['Made-with: Cursor'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: cursor(?: agent| ai)?$/i,
      role: 'coauthored',
      source: 'kubernetes-sigs/prow@1a9722a0',
      examples: ['Co-authored-by: Cursor'],
    },
    {
      kind: 'trailer',
      pattern: /^assisted-by: cursor(?:[ :(<].{0,100})?$/i,
      role: 'assisted',
      source: 'ossf/scorecard@cb65b9b772',
      examples: ['Assisted-by: Cursor'],
    },
    {
      kind: 'trailer',
      pattern: /^committed-by-agent: cursor$/i,
      role: 'coauthored',
      source: 'supabase/stripe-sync-engine@bfa0d64ea3',
      examples: ['Committed-By-Agent: cursor'],
    },
    {
      kind: 'message',
      pattern: MADE_WITH,
      role: 'coauthored',
      source: 'vercel/ai@86a84c90c0',
      examples: [
        'Made with [Cursor](https://cursor.com)',
        'Made with Cursor',
        '🤖 Generated with [Cursor](https://cursor.sh)',
      ],
    },
    {
      kind: 'body',
      pattern: MADE_WITH,
      role: 'coauthored',
      source: 'vercel/ai@86a84c90c0',
      examples: ['Made with [Cursor](https://cursor.com)'],
    },
    {
      kind: 'message',
      pattern: OPEN_IN,
      role: 'coauthored',
      source: 'browser-use/browser-use@e8c7a8d4cd',
      examples: [
        'href="https://cursor.com/agents?id=bc-7249ebf3-45c9-499f-9ad9-d70f953790eb"><picture><source',
        'Web](https://cursor.com/agents?id=bc-2a9d19a2-6ee9-430d-8f74-d00d494d877a)',
      ],
    },
    {
      kind: 'body',
      pattern: OPEN_IN,
      role: 'authored',
      source: 'browser-use/browser-use@3355d00e7e',
      examples: [
        '<a href="https://cursor.com/background-agent?bcId=bc-73b41af7-f0d4-5ebc-9846-405ca10315f2"><picture>',
        '• [Open in Web](https://www.cursor.com/agents?id=bc-2a9d19a2-6ee9-430d-8f74-d00d494d877a)',
        '<p><a href="https://cursor.com/agents/bc-73b41af7-f0d4-5ebc-9846-405ca10315f2"><picture>',
      ],
    },
    {
      kind: 'body',
      // CURSOR_SUMMARY is Bugbot's: it summarises people's pull requests.
      pattern: /^<!-- CURSOR_AGENT_PR_BODY_(?:BEGIN|END) -->$/,
      role: 'authored',
      source: 'bodies of public pull requests, 2026',
      examples: ['<!-- CURSOR_AGENT_PR_BODY_BEGIN -->'],
    },
    {
      kind: 'branch',
      pattern: /^cursor\/[a-z0-9][a-z0-9._-]{1,120}-[0-9a-f]{4}$/,
      role: 'authored',
      source: '51 of 55 such branches have commits of the agent',
      examples: ['cursor/review-ai-github-repository-for-errors-e5e9'],
    },
  ],
  calls: ['@cursor', '@cursoragent'],
  lookAlikes: [
    { kind: 'email', text: 'michael@cursor.com' },
    { kind: 'body', text: '<!-- CURSOR_SUMMARY -->' },
    { kind: 'trailer', text: 'Co-authored-by: Cursor Smith' },
    { kind: 'message', text: 'Made with cursor pagination in mind' },
    { kind: 'message', text: 'See https://cursor.com/agents?id=bc-2a9d19a2-6ee9-430d-8f74-d00d494d877a' },
    { kind: 'message', text: '[here](https://cursor.com/dashboard?tab=bugbot).</sup>' },
    { kind: 'body', text: '<a href="https://cursor.com/open?link=fix-in-cursor"><picture>' },
    { kind: 'branch', text: 'cursor-scroll-fix' },
    { kind: 'branch', text: 'cursor/blink-rate' },
  ],
};
