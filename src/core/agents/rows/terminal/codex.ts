import type { Agent } from '../../agent.ts';

const FOOTER =
  /^[\W_]{0,12}(?:authored|generated|written) (?:by|with) \[?(?:openai )?codex(?: cli)?(?: [\d.]{1,8})?(?: \w{1,12})?\]?(?:\(https?:[^\s()]{1,100}\))?[\W_]{0,4}$/i;
const TASK =
  /^[\W_]{0,4}(?:\[?(?:codex )?task\]\()?https:\/\/chatgpt\.com\/codex\/(?:cloud\/)?tasks\/task_\w{1,64}[\W_]{0,4}$/i;

/** Mostly works under its operator's name; the branch and the link to its task are what is left of it. */
export const codex: Agent = {
  id: 'codex',
  name: 'OpenAI Codex',
  vendor: 'OpenAI',
  url: 'https://developers.openai.com/codex',
  signals: [
    {
      kind: 'login',
      pattern: /^chatgpt-codex-connector\[bot\]$/i,
      id: 199175422,
      role: 'authored',
      source: 'ghostty-org/ghostty@630c2dff19',
      examples: ['chatgpt-codex-connector[bot]'],
    },
    {
      kind: 'login',
      pattern: /^(?:codex|openai-code-agent\[bot\])$/i,
      id: 242516109,
      role: 'authored',
      source: 'commits of public repositories, 2026',
      examples: ['openai-code-agent[bot]', 'Codex'],
    },
    {
      kind: 'email',
      pattern: /^(?:codex|noreply|assistant)@openai\.com$/i,
      role: 'authored',
      source: 'cline/cline@6662670350',
      examples: ['codex@openai.com', 'noreply@openai.com'],
    },
    {
      kind: 'name',
      pattern: /^(?:openai )?codex(?: agent| cli)?(?: \(gpt[^()]{1,30}\))?$/i,
      role: 'authored',
      source: 'cline/cline@6662670350',
      examples: ['Codex', 'OpenAI Codex', 'Codex Agent', 'codex (GPT-5.4)'],
    },
    {
      kind: 'trailer',
      pattern: /^co-authored-by: (?:openai )?codex(?: [\d.]{1,8})?(?: \([^()<>]{1,40}\))?$/i,
      role: 'coauthored',
      source: 'simonw/llm@50fde8f7fa',
      examples: ['Co-authored-by: Codex (GPT-5.5)', 'Co-authored-by: Codex'],
    },
    {
      kind: 'trailer',
      pattern: /^assisted-by: (?:openai )?codex(?:[ :(<].{0,100})?$/i,
      role: 'assisted',
      source: 'github/awesome-copilot@f83a8a942c',
      examples: ['Assisted-by: OpenAI Codex <noreply@openai.com>'],
    },
    {
      kind: 'trailer',
      pattern: /^committed-by-agent: codex$/i,
      role: 'coauthored',
      source: 'supabase/stripe-sync-engine@bfa0d64ea3',
      examples: ['Committed-By-Agent: codex'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'badlogic/pi-mono@283c081828',
      examples: ['Authored by Codex 5.2 xhigh.', '🤖 Generated with [Codex](https://openai.com/codex)'],
    },
    {
      kind: 'message',
      pattern: TASK,
      role: 'coauthored',
      source: 'vercel/ai@2f6e7f7fc9',
      examples: [
        'https://chatgpt.com/codex/tasks/task_e_0123456789abcdef0123456789abcdef',
        'Task](https://chatgpt.com/codex/tasks/task_b_0123456789abcdef0123456789abcdef)',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [Codex CLI](https://github.com/openai/codex)'],
    },
    {
      kind: 'body',
      pattern: TASK,
      role: 'authored',
      source: 'bodies of public pull requests, 2025 and 2026',
      examples: ['[Codex Task](https://chatgpt.com/codex/tasks/task_e_0123456789abcdef0123456789abcdef)'],
    },
    {
      kind: 'branch',
      pattern: /^codex\/[a-z0-9]{1,40}-[a-z0-9][a-z0-9-]{1,120}$/,
      role: 'authored',
      source: 'its default; 27 of 319 such branches carry another mark',
      examples: ['codex/fix-pull-rebase-target-note'],
    },
    {
      kind: 'label',
      pattern: /^codex$/i,
      role: 'authored',
      source: 'arXiv 2601.18341',
      examples: ['codex'],
    },
  ],
  calls: ['@codex'],
  lookAlikes: [
    { kind: 'email', text: 'jane@openai.com' },
    { kind: 'email', text: '4242+codex@users.noreply.github.com' },
    { kind: 'message', text: 'Spotted by Codex Security' },
    { kind: 'name', text: 'Codex Admin' },
    { kind: 'message', text: 'Codex found this while reading the parser' },
    { kind: 'message', text: 'Review: https://chatgpt.com/codex/tasks/task_e_1 says this is wrong' },
    { kind: 'branch', text: 'codex/auth' },
    { kind: 'branch', text: 'feature/codex-login' },
    { kind: 'label', text: 'codex-docs' },
  ],
};
