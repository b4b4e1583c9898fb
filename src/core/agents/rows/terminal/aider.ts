import type { Agent } from '../../agent.ts';

/** Marks the name of author and committer; as committer alone it saved what a person had written. */
export const aider: Agent = {
  id: 'aider',
  name: 'Aider',
  vendor: 'Aider AI',
  url: 'https://aider.chat/docs/git.html',
  signals: [
    {
      kind: 'name',
      pattern: /\s\(aider\)["”]?$|^aider \([\w./:-]{3,80}\)$/i,
      role: 'authored',
      source: 'Aider-AI/aider@8ee8279044',
      examples: ['Nadia Aziz (aider)', 'aider (openai/gpt-4.1)'],
    },
    {
      kind: 'email',
      pattern: /^(?:(?:aider|noreply)@aider\.chat|noreply@aider\.dev)$/i,
      role: 'coauthored',
      source: 'Aider-AI/aider@51cfb24c73',
      examples: ['aider@aider.chat', 'noreply@aider.chat', 'noreply@aider.dev'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Aider Cline' },
    { kind: 'email', text: 'paul@aider.chat' },
    { kind: 'email', text: 'aider@paulg.org' },
    { kind: 'message', text: 'Recognise the commits of aider by their co-author' },
    { kind: 'message', text: 'aider: add a scope to the changelog' },
  ],
};
