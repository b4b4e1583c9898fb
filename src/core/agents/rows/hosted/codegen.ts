import type { Agent } from '../../agent.ts';

export const codegen: Agent = {
  id: 'codegen',
  name: 'Codegen',
  vendor: 'Codegen',
  url: 'https://docs.codegen.com',
  signals: [
    {
      kind: 'login',
      pattern: /^codegen-sh\[bot\]$/i,
      id: 131295404,
      role: 'authored',
      source: 'codegen-sh/codegen@2680b2fb6d',
      examples: ['codegen-sh[bot]'],
    },
    {
      kind: 'name',
      pattern: /^codegen-sh\[bot\]$/i,
      role: 'authored',
      source: 'codegen-sh/codegen@2680b2fb6d',
      examples: ['codegen-sh[bot]'],
    },
    {
      kind: 'branch',
      pattern: /^codegen-bot\/[a-z0-9][\w.-]{2,120}$/i,
      role: 'authored',
      source: 'all of 57 such branches have commits of the agent',
      examples: ['codegen-bot/complete-graph-walk'],
    },
  ],
  calls: ['@codegen'],
  lookAlikes: [
    { kind: 'email', text: 'team+codegenbot@codegen.sh' },
    { kind: 'email', text: 'jane@codegen.com' },
    { kind: 'name', text: 'codegen-bot' },
    { kind: 'branch', text: 'codegen-openapi-client' },
    { kind: 'branch', text: 'codegen/api-types' },
    { kind: 'message', text: 'Run codegen' },
  ],
};
