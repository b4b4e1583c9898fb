import type { Check } from '../../src/core/doctor/check.ts';
import { ACCOUNT_CHECKS, APP_CHECKS, REPOSITORY_CHECKS } from '../../src/core/doctor/checks/checks.ts';
import type { Line, Sign } from '../../src/core/doctor/line.ts';

const SIGNS: Readonly<Record<Sign, string>> = {
  problem: '✗ problem',
  unseen: '? cannot be seen',
  warning: '! warning',
  pass: '✓ pass',
};

const INTRODUCTION = `# What \`agentguard doctor\` says

This page is generated from the checks in \`src/core/doctor\`; \`npm run generate\` writes it anew.

\`\`\`sh
agentguard doctor               # the app and its installations, in short
agentguard doctor --org acme    # an organisation with all its repositories
agentguard doctor acme/shop     # everything about one
\`\`\`

It signs in as the app, with the same variables as \`agentguard serve\`. What GitHub shows to admins only, such as who may
bypass a ruleset, it reads with \`GITHUB_TOKEN\` or \`GH_TOKEN\` where one is set. A token alone does as well; set \`APP_ID\`
then, so that it is known which app is yours. What cannot be seen is said, never guessed.

| sign               | means                                                                           |
| ------------------ | ------------------------------------------------------------------------------- |
| \`✗ problem\`        | something does not bind, or does not work                                       |
| \`? cannot be seen\` | GitHub does not show it to the app or to the token; the mend says what to grant |
| \`! warning\`        | it binds, and could be better                                                   |
| \`✓ pass\`           | as it should be                                                                 |

The last line is the answer. The exit code is 0 when it binds, 1 when something does not bind, does not work or cannot be
seen where it matters, and 2 when it was used wrongly or nothing could be read. [json.md](json.md) has the object of
\`--json\`.

## Mending it: \`--fix\`

\`\`\`sh
GITHUB_TOKEN=… agentguard doctor acme/shop --fix
\`\`\`

\`--fix\` works with the token of an admin of the repository, never with the app's. It shows the ruleset that it will
create or change, line by line, and asks; \`--yes\` answers for you. The ruleset is called AgentGuard, is active, holds for
the default branch (or those of \`--branch\`), requires the check of this very app, and nobody is on its bypass list. In a
ruleset of that name everything else is kept, and what is kept although it may surprise is said. Where such a ruleset
cannot be made to bind by adding to it (an exception by a pattern that means the branch, or may mean it; a check of the
same name of another app), it is left alone and \`AgentGuard (required)\` is added beside it. Where the check would never
come (the policy only observes, the installation is suspended or does not cover the repository), nothing is changed. Doing
it twice changes nothing the second time. Afterwards it looks again and says what binds.

Branches are matched as GitHub matches them: \`~ALL\`, \`~DEFAULT_BRANCH\`, and Ruby's \`fnmatch\`, where \`*\` stays within
one part of the name and \`**/*\` means any depth. A pattern that GitHub documents as unsupported is not guessed at.
`;

/** docs/doctor.md: every line that the doctor can say, with why and how to mend it. */
export function doctorDoc(): string {
  return [
    INTRODUCTION,
    ...part('The app', APP_CHECKS),
    ...part('An organisation, or a person with repositories', ACCOUNT_CHECKS),
    ...part('A repository', REPOSITORY_CHECKS),
  ].join('\n');
}

const part = <Facts>(title: string, checks: readonly Check<Facts>[]): string[] => [
  `## ${title}\n`,
  ...checks.map(section),
];

function section<Facts>({ id, title, why, inspect, examples }: Check<Facts>): string {
  const lines = new Map<string, Line>();
  for (const { facts } of examples) for (const line of inspect(facts)) lines.set(line.says, line);
  const items = [...lines.values()].map(
    ({ sign, says, mend }) =>
      `- \`${SIGNS[sign]}\` ${escaped(says)}${mend === null ? '' : `\n  Mend: ${escaped(mend)}`}`,
  );
  return `### ${title}\n\n\`${id}\` in \`--json\`. ${why}\n\n${items.join('\n')}\n`;
}

/** What Markdown would take for a tag. */
const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
