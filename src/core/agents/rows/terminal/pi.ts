import type { Agent } from '../../agent.ts';

/** Its name is a name and a number: nothing counts but its mailboxes and a link beside it. */
export const pi: Agent = {
  id: 'pi',
  name: 'pi',
  vendor: 'Earendil',
  url: 'https://github.com/badlogic/pi-mono',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:pi@badlogic\.games|noreply@pi\.dev|noreply@earendil\.works)$/i,
      role: 'coauthored',
      source: 'badlogic/pi-mono@a21f2617a8',
      examples: ['pi@badlogic.games', 'noreply@pi.dev', 'noreply@earendil.works'],
    },
    {
      kind: 'trailer',
      pattern:
        /^co-authored-by: pi(?: (?:coding )?agent)?(?: [(<][^()<>]{1,40}[)>])? <(?:noreply@(?:pi\.dev|anthropic\.com|pi-coding-agent)|pi@badlogic\.games)>$/i,
      role: 'coauthored',
      source: 'badlogic/pi-mono@a21f2617a8',
      examples: [
        'Co-authored-by: pi <pi@badlogic.games>',
        'Co-authored-by: Pi <Claude 4 Sonnet> <noreply@pi.dev>',
        'Co-authored-by: pi <noreply@anthropic.com>',
      ],
    },
    {
      kind: 'message',
      pattern: /^[\W_]{0,12}generated with \[pi\]\(https?:[^\s()]{1,100}\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [Pi](https://pi.dev)'],
    },
    {
      kind: 'body',
      pattern: /^[\W_]{0,12}generated with \[pi\]\(https?:[^\s()]{1,100}\)[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'instructions in public repositories, 2026',
      examples: ['🤖 Generated with [Pi](https://pi.dev)'],
    },
  ],
  lookAlikes: [
    { kind: 'name', text: 'Pi' },
    { kind: 'email', text: 'pi@example.com' },
    { kind: 'email', text: 'mario@badlogic.games' },
    { kind: 'trailer', text: 'Co-authored-by: Pi Patel <pi@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Pi Patel' },
    { kind: 'trailer', text: 'Generated-by: pip-compile 7' },
    { kind: 'message', text: 'Made with pi' },
    { kind: 'message', text: 'Made with Pi and a spare SD card' },
  ],
};
