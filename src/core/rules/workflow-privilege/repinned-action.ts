import { z } from 'zod';
import type { FileChange } from '../../facts/facts.ts';
import { baseWorkflow, headWorkflow } from '../../parsers/workflows.ts';
import type { Workflow } from '../../parsers/workflows.ts';
import type { Finding, Place, Rule } from '../rule.ts';
import { workflowNeeds } from './_needs.ts';

/** A use of somebody's action, as its line says it. */
interface Use {
  /** `owner/repository/path`, lower case. */
  readonly name: string;
  readonly ref: string;
  /** The version that the comment behind it names. */
  readonly version: string;
  readonly line: number;
}

const SHA = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/i;
/** A version that names one release: `v4` is moved on by its owner, and so is what it is pinned to. */
const RELEASE = /\bv?\d+\.\d+(?:\.\d+)?(?:[-+.][\w.]+)?\b/;

function usesOf(workflow: Workflow): Use[] {
  return workflow.jobs
    .flatMap((job) => [job.uses, ...job.steps.map(({ uses }) => uses)])
    .flatMap((node): Use[] => {
      const match = /^([\w.-]+\/[\w./-]+)@([^\s@]+)$/.exec(node?.text ?? '');
      if (!node || !match) return [];
      const comment = (workflow.lines[node.line - 1] ?? '').slice(0, 1000).split(/\s#/)[1] ?? '';
      return [
        {
          name: (match[1] ?? '').toLowerCase(),
          ref: match[2] ?? '',
          version: RELEASE.exec(comment)?.[0].replace(/^v/, '') ?? '',
          line: node.line,
        },
      ];
    });
}

const KINDS = ['version', 'given up', 'branch', 'owner'] as const;
type Kind = (typeof KINDS)[number];

const BRANCH = /^(?:main|master|develop|dev|trunk|next|nightly|HEAD|refs\/heads\/.+)$/i;

/** What became of a use; null: nothing that matters. */
function kindOf(was: Use, is: Use): Kind | null {
  if (SHA.test(was.ref) && SHA.test(is.ref)) {
    return was.ref.toLowerCase() !== is.ref.toLowerCase() && is.version !== '' && was.version === is.version
      ? 'version'
      : null;
  }
  if (SHA.test(was.ref)) return 'given up';
  return BRANCH.test(is.ref) && !BRANCH.test(was.ref) && !SHA.test(is.ref) ? 'branch' : null;
}

const ownerOf = ({ name }: Use): string => name.split('/')[0] ?? '';
const repositoryOf = ({ name }: Use): string => name.split('/').slice(1).join('/');

interface Options {
  readonly trusted: readonly string[];
}

function repinned(file: FileChange, trusted: ReadonlySet<string>): { kind: Kind; place: Place }[] {
  const [base, head] = [baseWorkflow(file), headWorkflow(file)];
  if (base.state !== 'workflow' || head.state !== 'workflow') return [];
  const before = usesOf(base.workflow);
  const after = usesOf(head.workflow);
  const known = new Set(before.map(({ name, ref }) => `${name}@${ref}`));
  return after.flatMap((is) => {
    if (known.has(`${is.name}@${is.ref}`)) return [];
    const same = before.filter(({ name }) => name === is.name);
    // All uses of an action are taken together: of two pins either may be the one that changed.
    const kinds = same.map((was) => kindOf(was, is));
    const kind = kinds.length > 0 && kinds.every((each) => each !== null) ? kinds[0] : null;
    const fork =
      same.length === 0 &&
      !trusted.has(ownerOf(is)) &&
      before.some(
        (was) =>
          repositoryOf(was) === repositoryOf(is) &&
          ownerOf(was) !== ownerOf(is) &&
          !after.some(({ name }) => name === was.name),
      );
    const found = fork ? 'owner' : kind;
    return found ? [{ kind: found, place: { path: file.path, line: is.line, side: 'head' as const } }] : [];
  });
}

const MESSAGES: Record<Kind, string> = {
  version:
    'The commit of this action was changed while the version beside it stayed, so what runs is not what it says. Check that the commit is the one of that release, and write its version.',
  'given up':
    'This action was held at a commit and now follows a tag or branch that its owner can move to other code. Keep it pinned to a full commit SHA.',
  branch:
    'This action now follows a branch, so whatever is pushed there runs next with the token and secrets of this workflow. Pin it to a full commit SHA.',
  owner:
    'This action is now taken from another owner, whose code runs with the token and secrets of this workflow. Make sure that the owner is meant, and pin the action to a full commit SHA.',
};

const path = '.github/workflows/ci.yml';
const OLD = '0a1b2c3d4e'.repeat(4);
const NEW = '9f8e7d6c5b'.repeat(4);
const workflow = (...uses: string[]): string =>
  `on: push\njobs:\n  build:\n    steps:\n${uses.map((use) => `      - uses: ${use}\n`).join('')}`;

export const repinnedAction: Rule<Options> = {
  id: 'repinned-action',
  family: 'workflow-privilege',
  summary:
    "An action's pin is moved in a way that its version does not explain, given up, or handed to another owner.",
  why: 'A pin is worth what is behind it. A commit from a fork can be named under the address of the original action, and a changed SHA beside an unchanged version is how such a swap looks in a diff that nobody reads digit by digit.',
  remediation:
    'Move pins together with the version in the comment, compare the commit with the release, and let a bot do it.',
  severity: 'high',
  action: 'review',
  options: z.strictObject({
    trusted: z
      .array(z.string())
      .default(['actions', 'github'])
      .describe("Owners to whom an action may be handed. The repository's own owner always is one."),
  }),
  needs: workflowNeeds,
  inspect(facts, options) {
    const trusted = new Set([...options.trusted, facts.repository.owner].map((owner) => owner.toLowerCase()));
    const found = facts.files.flatMap((file) => repinned(file, trusted));
    return KINDS.flatMap((kind): Finding[] => {
      const places = found.filter((each) => each.kind === kind).map(({ place }) => place);
      if (places.length === 0) return [];
      const severity = kind === 'version' || kind === 'owner' ? 'high' : 'medium';
      return [
        { rule: 'repinned-action', family: 'workflow-privilege', severity, message: MESSAGES[kind], places },
      ];
    });
  },
  flagged: [
    {
      name: 'another commit, the same version',
      files: [
        {
          path,
          before: workflow(`docker/login-action@${OLD} # v3.1.0`),
          after: workflow(`docker/login-action@${NEW} # v3.1.0`),
        },
      ],
      places: [{ path, line: 5, side: 'head' }],
    },
    {
      name: 'a tag for a commit, a branch for a tag, another owner',
      files: [
        {
          path,
          before: workflow(`docker/login-action@${OLD} # v3.1.0`, 'a/setup@v2', `b/deploy@${OLD} # v1.0.0`),
          after: workflow('docker/login-action@v3', 'a/setup@main', `c/deploy@${NEW} # v1.0.1`),
        },
      ],
      places: [
        { path, line: 5, side: 'head' },
        { path, line: 6, side: 'head' },
        { path, line: 7, side: 'head' },
      ],
    },
  ],
  clean: [
    {
      name: 'another commit with its version',
      files: [
        {
          path,
          before: workflow(`docker/login-action@${OLD} # v3.1.0`, `a/setup@${OLD} # v2`),
          after: workflow(`docker/login-action@${NEW} # v3.2.0`, `a/setup@${NEW} # v2`),
        },
      ],
    },
    {
      name: 'pinned from now on, another tag, the own and a trusted owner',
      files: [
        {
          path,
          before: workflow('docker/login-action@v3', 'a/setup@v1', 'b/deploy@v1', 'b/cache@v1'),
          after: workflow(
            `docker/login-action@${NEW} # v3.2.0`,
            'a/setup@v2',
            'Acme/deploy@v1',
            'actions/cache@v4',
          ),
        },
      ],
    },
  ],
};
