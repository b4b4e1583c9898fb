import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('qwen(?:[ -]code(?:r)?)?');

export const qwenCode: Agent = {
  id: 'qwen-code',
  name: 'Qwen Code',
  vendor: 'Alibaba Cloud',
  url: 'https://github.com/QwenLM/qwen-code',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:qwen-coder@alibabacloud\.com|qwenlm-intl@service\.alibaba\.com|noreply@qwen\.ai)$/i,
      role: 'authored',
      source: 'RooCodeInc/Roo-Code@557ab70a02',
      examples: ['qwen-coder@alibabacloud.com', 'qwenlm-intl@service.alibaba.com', 'noreply@qwen.ai'],
    },
    {
      kind: 'name',
      pattern: /^(?:qwen[ -]code(?:r)?|qwen\.ai\[bot\])$/i,
      role: 'authored',
      source: 'cline/cline@0c9d13816c',
      examples: ['Qwen-Coder', 'Qwen Code'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'QwenLM/qwen-code#4335',
      examples: ['🤖 Generated with [Qwen Code](https://github.com/QwenLM/qwen-code)'],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'QwenLM/qwen-code#4335',
      examples: ['🤖 Generated with [Qwen Code](https://github.com/QwenLM/qwen-code)'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@alibabacloud.com' },
    { kind: 'email', text: '7262652+qwen@users.noreply.github.com' },
    { kind: 'name', text: 'Qwen Li' },
    { kind: 'trailer', text: 'Assisted-by: Qwen Li' },
    { kind: 'message', text: 'docs/README.Qwen.md was already created with proper Qwen content.' },
  ],
};
