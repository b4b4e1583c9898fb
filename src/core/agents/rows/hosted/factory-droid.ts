import type { Agent } from '../../agent.ts';

export const factoryDroid: Agent = {
  id: 'factory-droid',
  name: 'Factory Droid',
  vendor: 'Factory',
  url: 'https://docs.factory.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^factory-droid\[bot\]$/i,
      id: 138933559,
      role: 'authored',
      source: 'Factory-AI/factory@86809f2edc',
      examples: ['factory-droid[bot]'],
    },
    {
      kind: 'email',
      // Not the whole domain: people work there.
      pattern: /^droid@factory\.ai$/i,
      role: 'authored',
      source: 'Factory-AI/factory@11d9f76c14',
      examples: ['droid@factory.ai'],
    },
    {
      kind: 'name',
      pattern: /^(?:factory droid|factory-droid\[bot\])$/i,
      role: 'authored',
      source: 'Factory-AI/factory@fdc0e5224c',
      examples: ['factory-droid[bot]', 'Factory Droid'],
    },
  ],
  calls: ['@droid'],
  lookAlikes: [
    { kind: 'email', text: 'jane@factory.ai' },
    { kind: 'name', text: 'TheFactoriousDROID' },
    { kind: 'name', text: 'upodroid' },
    { kind: 'email', text: '127568346+dizzydroid@users.noreply.github.com' },
    { kind: 'message', text: 'Read the transcripts of droid' },
  ],
};
