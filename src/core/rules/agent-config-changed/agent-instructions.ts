import { z } from 'zod';
import { lineChanges } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Place, Rule } from '../rule.ts';
import { isInstructions } from './_instructions.ts';
import { isWordingOnly } from './_wording-only.ts';

const concerns = (file: FileChange): boolean =>
  isInstructions(file.path) ||
  (file.previousPath !== null && file.status !== 'copied' && isInstructions(file.previousPath));

/** Only what stays where it is can be a mere correction. */
const saysTheSame = (file: FileChange): boolean =>
  file.status === 'modified' && file.patch !== null && isWordingOnly(lineChanges(file));

/** The first line that changed, on the side where there is one. */
function placeOf(file: FileChange): Place {
  const { added, removed } = lineChanges(file);
  if (file.status === 'removed') return { path: file.path, line: null, side: 'base' };
  if (added[0]) return { path: file.path, line: added[0].line, side: 'head' };
  const line = removed[0]?.line ?? null;
  return { path: file.path, line, side: line === null ? 'head' : 'base' };
}

export const agentInstructions: Rule<Record<string, never>> = {
  id: 'agent-instructions',
  family: 'agent-config-changed',
  summary:
    'Text that agents take their instructions from (AGENTS.md, CLAUDE.md, rules, prompts, skills) changes.',
  why: 'Every agent that works here from now on reads these files and does as they say, whoever wrote them. An agent that may change its own instructions can drop what holds it back, and one planted sentence reaches every later change. Most such changes are harmless, and these files owe the review of their owners in any case, so this is only shown; what takes limits away or plants orders has rules of its own. Spelling, format and headings are left out.',
  remediation: 'Have someone who did not set this agent to work read the changed instructions.',
  severity: 'low',
  action: 'warn',
  options: z.strictObject({}),
  needs: (file) => ({ content: concerns(file) ? 'patch' : 'nothing' }),
  inspect({ files }) {
    const places = files.filter((file) => concerns(file) && !saysTheSame(file)).map(placeOf);
    if (places.length === 0) return [];
    return [
      {
        rule: 'agent-instructions',
        family: 'agent-config-changed',
        severity: 'low',
        message:
          'This changes what agents are told to do here from now on. Read it as you would read code that runs.',
        places,
      },
    ];
  },

  flagged: [
    {
      name: 'a sentence is added',
      files: [
        {
          path: 'AGENTS.md',
          before: '# Rules\n\nRun the tests.\n',
          after: '# Rules\n\nRun the tests.\nKeep functions short.\n',
        },
      ],
      places: [{ path: 'AGENTS.md', line: 4, side: 'head' }],
    },
    {
      name: 'a restriction is taken away',
      files: [
        {
          path: '.cursor/rules/safety.mdc',
          before: 'Ask before you delete data.\nUse tabs.\n',
          after: 'Use tabs.\n',
        },
      ],
      places: [{ path: '.cursor/rules/safety.mdc', line: 1, side: 'base' }],
    },
    {
      name: 'instructions are moved away, and others deleted',
      files: [
        {
          path: 'notes.md',
          previousPath: 'packages/api/CLAUDE.md',
          before: 'Be careful.\n',
          after: 'Be careful.\n',
        },
        { path: '.github/copilot-instructions.md', before: 'Write tests.\n', after: null },
      ],
      places: [
        { path: 'notes.md', line: null, side: 'head' },
        { path: '.github/copilot-instructions.md', line: null, side: 'base' },
      ],
    },
  ],
  clean: [
    {
      name: 'spelling, format and a heading',
      files: [
        {
          path: 'AGENTS.md',
          before: '# Rules\n\nAlways run teh tests.\n* Keep fucntions short.\n',
          after: '# Our rules\n\n**Always** run the tests.\n- Keep functions short.\n',
        },
      ],
    },
    {
      name: 'text and code about agents',
      files: [
        { path: 'docs/agents-overview.md', before: null, after: '# Agents\n' },
        { path: 'src/agents/instructions.ts', before: null, after: "export const file = 'AGENTS.md';\n" },
      ],
    },
    {
      name: 'settings, which are parsed instead',
      files: [{ path: '.claude/settings.json', before: '{}\n', after: '{ "model": "opus" }\n' }],
    },
  ],
};
