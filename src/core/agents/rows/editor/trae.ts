import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('trae(?: ?(?:agent|ai|cli|ide))?');

export const trae: Agent = {
  id: 'trae',
  name: 'Trae',
  vendor: 'ByteDance',
  url: 'https://www.trae.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^traeagent$/i,
      id: 272135137,
      role: 'authored',
      source: 'public commits, 2026',
      examples: ['traeagent'],
    },
    {
      kind: 'email',
      pattern: /^(?:traeagent@users\.noreply\.github\.com|traecli@bytedance\.com|noreply@trae\.ai)$/i,
      role: 'coauthored',
      source: 'excalidraw/excalidraw@8780d41477',
      examples: ['traeagent@users.noreply.github.com', 'traecli@bytedance.com', 'noreply@trae.ai'],
    },
    {
      kind: 'name',
      pattern: /^(?:traeagent|trae (?:agent|cli))$/i,
      role: 'authored',
      source: 'sgl-project/sglang@4d42deff0a',
      examples: ['TRAE CLI', 'Trae Agent'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['🤖 Generated with [Trae](https://trae.ai)', '🤖 Generated with [Trae AI](https://trae.ai)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['🤖 Generated with [Trae](https://trae.ai)', '🤖 Generated with [Trae AI](https://trae.ai)'],
    },
    {
      kind: 'branch',
      pattern: /^trae\/(?:agent|solo-agent)-[A-Za-z0-9]{6}$/,
      role: 'authored',
      source: 'instructions in a public repository, 2026',
      examples: ['trae/agent-dNyJy5'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Trae' },
    { kind: 'name', text: 'Trae Young' },
    { kind: 'email', text: 'noreply@bytedance.com' },
    { kind: 'trailer', text: 'Co-authored-by: Trae Young <trae@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Trae Young' },
    { kind: 'branch', text: 'trae/agent-settings' },
  ],
};
