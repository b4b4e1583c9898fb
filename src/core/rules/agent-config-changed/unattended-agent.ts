import { z } from 'zod';
import { addedSpots, searchNeeds, type Search } from '../../parsers/source/added.ts';
import type { Code } from '../../parsers/source/code.ts';
import type { Syntax } from '../../parsers/source/syntax.ts';
import { runsNowhere } from '../code-weakening/_paths.ts';
import { report } from '../code-weakening/_report.ts';
import type { Rule } from '../rule.ts';
import { isShown } from './_shown.ts';

const SYNTAXES: readonly Syntax[] = [
  'js',
  'python',
  'ruby',
  'go',
  'rust',
  'java',
  'csharp',
  'php',
  'shell',
  'yaml',
  'json',
  'settings',
];

/** Switches that belong to agents alone, and `--yolo` beside the name of one. */
const SWITCHES =
  /--(?:dangerously-(?:skip-permissions|bypass-approvals-and-sandbox|allow-all)|trust-all-tools|allow-all-tools)(?![\w-])|--permission-mode(?:[ \t]{1,3}|=|["'][ \t]{0,3},[ \t]{0,3}["'])bypassPermissions\b|\bpermissionMode["']?[ \t]{0,3}[:=][ \t]{0,3}["']bypassPermissions\b|\b(?:gemini|qwen|copilot|codex|kimi|iflow)\b[^\n]{0,200}--(?:yolo|approval-mode[ =]yolo)(?![\w-])/g;

/** A switch that is given, not asked for: `args.includes('…')`, `=== '…'`, `case '…'`; nor one of a type's values. */
const isGiven = (match: RegExpExecArray, code: Code): boolean => {
  const [{ index }, { text }] = [match, code];
  const end = index + match[0].length;
  const asked =
    /(?:\b(?:includes|indexOf|has|startsWith|contains)\([ \t]{0,3}|[=!]==?[ \t]{0,3}|\bcase[ \t]{1,3})["'`]$/.test(
      text.slice(Math.max(0, index - 40), index),
    );
  return !asked && !/^["'][ \t]{0,3}\|(?!\|)/.test(text.slice(end, end + 6)) && !isShown(code, index);
};

const SEARCH: Search = {
  keywords: /--dangerously-|--trust-all-tools|--allow-all-tools|bypassPermissions|yolo/,
  patterns: [{ what: 'unattended', in: SYNTAXES, where: 'string', find: SWITCHES, accept: isGiven }],
  skips: runsNowhere,
};

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, line: number) => ({ path, line, side: 'head' as const });

/** Programs that start an agent and answer all its questions with yes beforehand. */
export const unattendedAgent: Rule<Record<string, never>> = {
  id: 'unattended-agent',
  family: 'agent-config-changed',
  summary: 'Code, a script or a workflow starts an agent that may do anything without asking.',
  why: 'With its questions switched off an agent does whatever its prompt says, or what a text that it reads on the way says, with all rights of whoever started it. The wiper prompt in the Amazon Q extension (July 2025) and the poisoned packages of Nx (August 2025) both started agents in just this way. Tests and docs are left out.',
  remediation:
    'Allow the tools and commands that the task needs by name, or start the agent in a container that holds nothing of value.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({}),
  needs: (file) => ({ content: searchNeeds(file, SEARCH) }),
  inspect: ({ files }) =>
    report(
      unattendedAgent,
      'high',
      'An agent is started here that may do anything without asking, so its prompt and whatever it reads decide what happens with the rights of whoever runs this. Allow the tools it needs by name instead.',
      addedSpots(files, SEARCH),
    ),
  flagged: [
    {
      name: 'from an extension, a package and a script',
      files: [
        ...added('src/extension.ts', 'exec(`q chat --trust-all-tools --no-interactive "${PROMPT}"`);\n'),
        ...added('telemetry.js', "spawnSync('claude', ['--dangerously-skip-permissions', '-p', PROMPT]);\n"),
        ...added('scripts/loop.sh', 'while :; do\n  gemini --yolo -p "$(cat PROMPT.md)"\ndone\n'),
      ],
      places: [at('src/extension.ts', 1), at('telemetry.js', 1), at('scripts/loop.sh', 2)],
    },
    {
      name: 'by its library, and in a workflow',
      files: [
        ...added('src/agent.ts', "query({ prompt, options: { permissionMode: 'bypassPermissions' } });\n"),
        ...added(
          '.github/workflows/agent.yml',
          'jobs:\n  agent:\n    steps:\n      - run: codex exec --dangerously-bypass-approvals-and-sandbox "$TASK"\n',
        ),
      ],
      places: [at('src/agent.ts', 1), at('.github/workflows/agent.yml', 4)],
    },
  ],
  clean: [
    {
      name: 'tools allowed by name, comments, other programs, docs and tests',
      files: [
        ...added(
          'scripts/review.sh',
          '# never --dangerously-skip-permissions\nclaude -p "$TASK" --allowedTools "Read,Bash(npm test)"\ntrain --model yolo --yolo\n',
        ),
        ...added('src/args.ts', "if (args.includes('--dangerously-skip-permissions')) warn();\n"),
        ...added('README.md', 'Start it with `claude --dangerously-skip-permissions`.\n'),
        ...added('tests/agent.test.ts', "run('--dangerously-skip-permissions');\n"),
      ],
    },
    {
      name: 'help, output and descriptions that speak of it',
      files: [
        ...added(
          'src/cli.ts',
          [
            'console.log(chalk.green(`   claude --dangerously-skip-permissions < ${file}`));',
            "program.option('--no-permissions', 'Start with --dangerously-skip-permissions');",
            "const flag = { name: 'no-permissions', description: 'Use --dangerously-skip-permissions' };",
            "type Options = { permissionMode: 'bypassPermissions' | 'default' };",
            '',
          ].join('\n'),
        ),
        ...added(
          'scripts/help.sh',
          'echo "start it with \'claude --dangerously-skip-permissions\'"\ncat << EOF\nUsage:\n  claude --dangerously-skip-permissions\nEOF\n',
        ),
        ...added('cli.py', "parser.add_argument('--yes', help='adds --dangerously-skip-permissions')\n"),
      ],
    },
    {
      name: 'the call moves to another file',
      files: [
        { path: 'scripts/a.sh', before: 'claude --dangerously-skip-permissions -p x\n', after: null },
        { path: 'scripts/b.sh', before: null, after: 'claude --dangerously-skip-permissions -p x\n' },
      ],
    },
  ],
};
