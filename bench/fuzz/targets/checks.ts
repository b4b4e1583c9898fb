import type { Account, PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { loadParsers } from '../../../src/core/parsers/parsers.ts';
import { blockingCheckRun, failedCheckRun } from '../../../src/core/render/check-run.ts';
import { explainMarkdown } from '../../../src/core/render/explain.ts';
import { render } from '../../../src/worker/settle/render.ts';
import { MARK, wrongInCheck, wrongInMarkdown } from '../oracles/markdown.ts';
import type { Random } from '../random.ts';
import { nothingWrong, type Opened, type Ran, type Target } from '../target.ts';
import { odd, run } from '../mutants/text.ts';
import { commit, decided, fileChange, floor, policyFile, pullRequest } from './world.ts';

/** What a stranger would like to be live in a check run. */
const HOSTILE = [
  `@${MARK}-admin`,
  `@acme/${MARK}`,
  `please @${MARK}`,
  `(@${MARK})`,
  `,@${MARK}`,
  `*@${MARK}*`,
  `\`@${MARK}\``,
  `\`\`@${MARK}\`\``,
  `\\@${MARK}`,
  `&#64;${MARK}`,
  `&commat;${MARK}`,
  `a\u200b@${MARK}`,
  `@\u200b${MARK}`,
  `＠${MARK}`,
  `<img src=x onerror=${MARK}>`,
  `<script>${MARK}</script>`,
  `</details><b>${MARK}</b>`,
  `</summary>${MARK}`,
  `<!-- ${MARK}`,
  `&lt;b&gt;${MARK}`,
  `<a href=//${MARK}.example>x</a>`,
  `<https://${MARK}.example>`,
  `<${MARK}@${MARK}.example>`,
  `[x](https://${MARK}.example)`,
  `![x](https://${MARK}.example/p.png)`,
  `[${MARK}]: https://${MARK}.example`,
  `[x][${MARK}]`,
  `https://${MARK}.example`,
  `HTTPS://${MARK}.example`,
  `http://${MARK}.example/@${MARK}`,
  `www.${MARK}.example`,
  `ftp://${MARK}.example`,
  `${MARK}@${MARK}.example`,
  `mailto:${MARK}@${MARK}.example`,
  `\`\`\`\n@${MARK}`,
  `~~~\n@${MARK}`,
  `\n\n# ${MARK}\n\n`,
  `\n---\n@${MARK}`,
  `| @${MARK} | <b> |`,
  `\\| @${MARK}`,
  `\\`,
  `\\\\@${MARK}`,
  '`',
  '``',
  '` `',
  '\u202e',
  '\0',
  '\r\n',
  `- [ ] @${MARK}`,
  `    @${MARK}`,
  `\u2028@${MARK}`,
  `\u0085<b>${MARK}`,
  `[^1]: @${MARK}`,
  `$$@${MARK}$$`,
  `::warning::${MARK}`,
  `\u001b]8;;https://${MARK}.example\u0007`,
];

function hostile(random: Random): string {
  const pieces = Array.from({ length: 1 + random.small(5) }, () =>
    random.once(4) ? odd(random) : random.once(30) ? run(random, 3000) : random.pick(HOSTILE),
  );
  return pieces.join(random.pick(['', ' ', '`', '\n']));
}

/** The same value with something hostile in some of its texts. */
function spoilt<T>(value: T, random: Random, oneIn: number): T {
  if (typeof value === 'string') {
    if (!random.once(oneIn)) return value;
    return (random.once(2) ? hostile(random) : `${value} ${hostile(random)}`) as T;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => spoilt(item, random, oneIn)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, spoilt(one, random, oneIn)]),
  ) as T;
}

const user = (login: string): Account => ({ login, type: 'User', id: 5 });

const POLICY = (name: string): string => `version: 1
reviews:
  - name: ${JSON.stringify(name)}
    from: { teams: [dba], users: [olga] }
  - { name: owned, paths: ["**"], from: { codeowners: true } }
  - { name: titled, title: ["*"], labels: ["*"], from: { users: [zoe] } }
freeze:
  - { agents: all, until: 2026-12-01, reason: ${JSON.stringify(name)} }
`;

/** A change in which strangers' words stand everywhere they can. */
function facts(random: Random): PullRequestFacts {
  const said = (): string => hostile(random);
  const base = pullRequest({
    labels: ['risky'],
    body: 'Made with [Claude Code](https://claude.com/claude-code)',
    commits: [
      commit({
        message: `${said()}\n\nCo-Authored-By: ${said().replaceAll('\n', ' ')} <noreply@anthropic.com>\n`,
      }),
      commit({
        sha: 'b'.repeat(40),
        author: { name: said(), email: `${said()}@acme.example`, account: null },
      }),
    ],
    comments: [{ author: user('pat'), body: `@claude ${said()}`, source: 'a comment' }],
    reviews: [
      {
        id: 1,
        author: user('olga'),
        state: random.once(2) ? 'CHANGES_REQUESTED' : 'COMMENTED',
        commit: null,
        otherBase: false,
      },
    ],
    involvements: [{ account: user('pat'), hand: 'assigned the agent', source: 'issue #1' }],
    gaps: random.once(6) ? [{ what: `content of ${said()}`, reason: said() }] : [],
    limits: random.once(3) ? [{ what: 'pushes', reason: said() }] : [],
  });
  const texts = spoilt(
    {
      title: base.title,
      body: base.body,
      headRef: base.headRef,
      baseRef: base.baseRef,
      labels: base.labels,
      commits: base.commits,
      comments: base.comments,
      author: base.author,
      reviews: base.reviews,
      involvements: base.involvements,
      binding: base.binding,
      headRepository: base.headRepository,
    },
    random,
    8,
  );
  const file = (path: string, after: string) =>
    fileChange({
      path: random.once(2) ? path : `${path}/${said()}`.replaceAll('\0', ''),
      before: null,
      after,
    });
  const files = [
    file('db/migrations/1.sql', `DROP TABLE "${said()}";\nGRANT ALL ON x TO "${said()}";\n`),
    file(
      '.github/workflows/a.yml',
      `on: pull_request_target\njobs:\n  a:\n    steps:\n      - uses: ${said()}@v1\n      - run: ${said()}\n`,
    ),
    file(
      'package.json',
      JSON.stringify({ scripts: { postinstall: said() }, dependencies: { [said()]: said() } }),
    ),
    file(
      '.claude/settings.json',
      JSON.stringify({ hooks: { Stop: [{ command: said() }] }, env: { ANTHROPIC_BASE_URL: said() } }),
    ),
    file('.agentguard.yml', `version: 1\n${said()}: ${said()}\n`),
  ].filter(() => random.once(2));
  return {
    ...base,
    // GitHub's own fields keep the shape that GitHub gives them.
    ...(texts as Partial<PullRequestFacts>),
    files: files.filter(({ path }, index) => files.findIndex((other) => other.path === path) === index),
    policyFile: random.once(3)
      ? null
      : policyFile(random.once(4) ? `version: 1\n${said()}: 1\n` : POLICY(said())),
    floor: random.once(4) ? floor(random.once(2) ? POLICY(said()) : said()) : { state: 'none' },
    codeownersFile: { path: 'CODEOWNERS', text: `* @olga ${said()}\n${said()} @tess\n`, sha: 'c'.repeat(40) },
  };
}

/** The check run's text of changes whose every word is hostile. */
export const checks: Target = {
  name: 'checks',
  mostMilliseconds: 1500,
  async open(): Promise<Opened> {
    await loadParsers(['postgresql']);
    let largest = 0;
    const outcomes = new Set<string>();
    return {
      async run(random): Promise<Ran> {
        const change = facts(random);
        const evaluation = await decided(change);
        const { check } = render(evaluation, '0.0.0', evaluation.id);
        const said = {
          name: 'AgentGuard',
          externalId: 'acme/shop#7@a',
          problem: hostile(random),
          next: random.once(2) ? null : change.now,
        };
        const others = [
          failedCheckRun(said),
          blockingCheckRun({
            ...said,
            title: `Stopped: ${hostile(random)}`,
            sentences: [hostile(random), hostile(random)],
          }),
        ];
        outcomes.add(evaluation.decision.outcome);
        largest = Math.max(largest, Buffer.byteLength(check.summary));
        return {
          wrong: nothingWrong([
            evaluation.decision.outcome === 'allow' && evaluation.decision.gated.yes
              ? 'It is allowed.'
              : null,
            ...[check, ...others].flatMap(wrongInCheck),
            ...wrongInMarkdown(explainMarkdown(evaluation.decision, evaluation.facts)),
          ]),
          input: () => JSON.stringify(change),
        };
      },
      close: async () =>
        `outcomes ${[...outcomes].toSorted().join(', ')}; the largest summary has ${largest} bytes; nothing of a stranger's is live`,
    };
  },
};
