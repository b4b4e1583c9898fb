import type { Agent } from '../../agent.ts';

/** A reviewer whose suggestions people accept; it also writes tests and doc comments when asked. */
export const coderabbit: Agent = {
  id: 'coderabbit',
  name: 'CodeRabbit',
  vendor: 'CodeRabbit',
  url: 'https://docs.coderabbit.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^coderabbitai\[bot\]$/i,
      id: 136622811,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@1e382b1de3',
      examples: ['coderabbitai[bot]'],
    },
    {
      kind: 'name',
      pattern: /^coderabbitai\[bot\]$/i,
      role: 'assisted',
      source: 'MervinPraison/PraisonAI@1e382b1de3',
      examples: ['coderabbitai[bot]'],
    },
    {
      kind: 'branch',
      pattern: /^coderabbitai\/(?:docstrings|utg|autofix)\/[0-9a-f]{7}$/,
      role: 'authored',
      source: '7 branches of public repositories',
      examples: ['coderabbitai/utg/c83f954', 'coderabbitai/docstrings/16684c8'],
    },
  ],
  lookAlikes: [
    { kind: 'body', text: '<!-- This is an auto-generated comment: release notes by coderabbit.ai -->' },
    { kind: 'body', text: '## Summary by CodeRabbit' },
    { kind: 'branch', text: 'coderabbitai-config' },
    { kind: 'message', text: 'Address the review by CodeRabbit' },
  ],
};
