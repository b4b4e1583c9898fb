import type { Agent } from '../../agent.ts';

/** Visual Studio Code and other editors add it to commits made with their agent mode or completions. */
export const copilotIde: Agent = {
  id: 'copilot-ide',
  name: 'GitHub Copilot in editors',
  vendor: 'GitHub',
  url: 'https://code.visualstudio.com/docs/copilot/overview',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:copilot|noreply\+copilot|github\.copilot)@github\.com$/i,
      role: 'authored',
      source: 'actions/dependency-review-action@a2a0ad82ba',
      examples: ['copilot@github.com', 'noreply+copilot@github.com'],
    },
    {
      kind: 'name',
      pattern: /^github copilot$/i,
      role: 'authored',
      source: 'kubernetes-sigs/prow@773c479c',
      examples: ['GitHub Copilot'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: (?:github )?copilot(?: <noreply@github\.com>)?$/i,
      role: 'coauthored',
      source: 'public squash merges, 2026',
      examples: ['Co-authored-by: GitHub Copilot <noreply@github.com>'],
    },
    {
      kind: 'message',
      pattern: /^[\W_]{0,4}generated with (?:github )?copilot[\W_]{0,3}$/i,
      role: 'coauthored',
      source: 'zizmorcore/zizmor@18b17c30',
      examples: ['Generated with copilot'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'noreply@github.com' },
    { kind: 'email', text: 'copilot-team@github.com' },
  ],
};
