import type { Agent } from '../../agent.ts';

/** A reviewer: it is named when somebody accepted what it suggested. */
export const ellipsis: Agent = {
  id: 'ellipsis',
  name: 'Ellipsis',
  vendor: 'Ellipsis',
  url: 'https://docs.ellipsis.dev',
  signals: [
    {
      kind: 'login',
      pattern: /^ellipsis-dev\[bot\]$/i,
      id: 65095814,
      role: 'assisted',
      source: 'RooCodeInc/Roo-Code@861139ca24',
      examples: ['ellipsis-dev[bot]'],
    },
    {
      kind: 'name',
      pattern: /^ellipsis-dev\[bot\]$/i,
      role: 'assisted',
      source: 'RooCodeInc/Roo-Code@861139ca24',
      examples: ['ellipsis-dev[bot]'],
    },
    {
      kind: 'branch',
      pattern: /^ellipsis\/(?:jrun|wflow)_\w{16}_\w{4}$/,
      role: 'authored',
      source: 'branches of RooCodeInc/Roo-Code',
      examples: ['ellipsis/jrun_aiKl3mb0pEv1fUTw_yX8r', 'ellipsis/wflow_AVhXY0fdoszc5Xhj_Y79F'],
    },
  ],
  lookAlikes: [
    { kind: 'branch', text: 'ellipsis/truncate-titles' },
    { kind: 'message', text: 'Truncate with an ellipsis' },
    { kind: 'message', text: 'Address the review by ellipsis-dev' },
  ],
};
