import type { Agent } from '../../agent.ts';

const SESSION =
  /^[\W_]{0,6}(?:link to )?(?:devin )?(?:(?:run|session)\W{1,8})?https:\/\/app\.devin\.ai\/sessions\/\w{8,64}[\W_]{0,4}$/i;

export const devin: Agent = {
  id: 'devin',
  name: 'Devin',
  vendor: 'Cognition',
  url: 'https://docs.devin.ai',
  signals: [
    {
      kind: 'login',
      pattern: /^devin-ai-integration\[bot\]$/i,
      id: 158243242,
      role: 'authored',
      source: 'OpenHands/OpenHands@c0791589af',
      examples: ['devin-ai-integration[bot]'],
    },
    {
      kind: 'login',
      pattern: /^beta-devin-ai-integration\[bot\]$/i,
      id: 248786709,
      role: 'authored',
      source: 'cloudflare/agents@38bf87a3e8',
      examples: ['beta-devin-ai-integration[bot]'],
    },
    {
      kind: 'email',
      // The service account that it commits with.
      pattern: /^apk@cognition\.ai$/i,
      role: 'authored',
      source: 'airbytehq/airbyte-python-cdk@9cc7b80fe4',
      examples: ['apk@cognition.ai'],
    },
    {
      kind: 'name',
      pattern: /^(?:devin ai|devin-ai-integration\[bot\])$/i,
      role: 'authored',
      source: 'airbytehq/PyAirbyte@3470377ca3',
      examples: ['Devin AI', 'devin-ai-integration[bot]'],
    },
    {
      kind: 'message',
      pattern: SESSION,
      role: 'authored',
      source: 'airbytehq/PyAirbyte@116c1dfe89',
      examples: [
        'Link to Devin run: https://app.devin.ai/sessions/0123456789abcdef0123456789abcdef',
        'Devin session: https://app.devin.ai/sessions/0123456789abcdef0123456789abcdef',
      ],
    },
    {
      kind: 'message',
      pattern: /^[\W_]{0,4}generated with \[devin\]\(https:\/\/devin\.ai[^\s()]{0,60}\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'public commits, 2026',
      examples: ['Generated with [Devin](https://devin.ai)'],
    },
    {
      kind: 'body',
      pattern: SESSION,
      role: 'authored',
      source: 'bodies of public pull requests, 2025 and 2026',
      examples: [
        '**Link to Devin run**: https://app.devin.ai/sessions/0123456789abcdef0123456789abcdef',
        'https://app.devin.ai/sessions/fedcba9876543210fedcba9876543210',
      ],
    },
    {
      kind: 'branch',
      pattern: /^devin\/\d{10}-[a-z0-9]/i,
      role: 'authored',
      source: '476 of 536 such branches have commits of the agent',
      examples: ['devin/1746217952-fix-plan-act-mode-toggle'],
    },
  ],
  calls: ['@devin'],
  lookAlikes: [
    { kind: 'name', text: 'Devin Miller' },
    { kind: 'name', text: 'Devin' },
    { kind: 'email', text: 'devin@example.com' },
    { kind: 'email', text: 'jane@cognition.ai' },
    { kind: 'trailer', text: 'Co-authored-by: Devin <agent-local-1@letta.com>' },
    { kind: 'message', text: "Merge branch 'devin/1746217952-fix-plan-act-mode-toggle' into main" },
    { kind: 'branch', text: 'devin/login-page' },
  ],
};
