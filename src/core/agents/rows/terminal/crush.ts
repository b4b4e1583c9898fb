import type { Agent } from '../../agent.ts';
import { footer } from '../_footer.ts';

const FOOTER = footer('(?:charm )?crush');

/** Names the model that it ran in its trailer: `Model via Crush`, later `Crush:model`. */
export const crush: Agent = {
  id: 'crush',
  name: 'Crush',
  vendor: 'Charm',
  url: 'https://github.com/charmbracelet/crush',
  signals: [
    {
      kind: 'email',
      pattern: /^(?:crush@charm\.land|noreply@crush\.charm\.land|charmcrush@users\.noreply\.github\.com)$/i,
      role: 'coauthored',
      source: 'charmbracelet/crush@f8be2ffc96',
      examples: ['crush@charm.land', 'noreply@crush.charm.land', 'charmcrush@users.noreply.github.com'],
    },
    {
      kind: 'trailer',
      pattern:
        /^co-authored-by: (?!<)(?:[^<>]{1,80} via (?:charm )?crush\b.{0,60}|(?:\W{1,4} ?)?(?:charm )?crush(?: ?(?:<|&lt;).{0,60})?)$/i,
      role: 'coauthored',
      source: 'charmbracelet/crush@f5ce7a788c',
      examples: [
        'Co-authored-by: Charm Crush <crush@charm.land',
        'Co-authored-by: 💘 Crush <crush@charm.land>',
        'Co-authored-by: Crush &lt;crush@charm.land&gt;',
        'Co-authored-by: GLM 5 via Crush <charmcrush@users.noreply.github.com>',
      ],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@2e8faa812c',
      examples: [
        '💘 Generated with Crush',
        '🐈‍⬛ Generated with [Crush](https://github.com/charmbracelet/crush)',
        '\\ud83d\\udc98 Generated with Crush',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'charmbracelet/crush@2e8faa812c',
      examples: [
        '💘 Generated with Crush',
        '🐈‍⬛ Generated with [Crush](https://github.com/charmbracelet/crush)',
        '\\ud83d\\udc98 Generated with Crush',
      ],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'drew@charm.land' },
    { kind: 'name', text: 'Wesley Crusher' },
    { kind: 'trailer', text: 'Co-authored-by: Wesley Crusher <wesley@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Wesley Crusher' },
    { kind: 'trailer', text: 'Assisted-by: <Model-Name> via Crush' },
    { kind: 'message', text: 'Remove the "Generated with Crush" line from commit messages' },
    { kind: 'message', text: 'When a tool call is made with invalid arguments, Crush will now report it' },
  ],
};
