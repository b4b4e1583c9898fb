/** What people and agents do to pull requests, at random. */
import type { PullRequest } from '../../../demo/github/github.ts';
import type { Random } from '../random.ts';
import { openPullRequest, type Stage } from './stage.ts';

/** Opens a pull request with some files, nine of ten of an agent's. */
export function openAtRandom(stage: Stage, random: Random): PullRequest {
  const repository = random.pick(stage.repositories);
  const number = repository.issues.size + 1;
  const author = random.chance(0.9) ? stage.people.claude : random.pick(stage.people.reviewers);
  return openPullRequest(
    stage,
    repository,
    filesOf(number, random, 1 + Math.floor(random.next() * 5)),
    author,
  );
}

const PATHS = ['src/part', 'db/migration', 'docs/page', 'test/part', 'src/other'];

function filesOf(number: number, random: Random, count: number): Record<string, string> {
  const paths = PATHS.slice(0, count).map((path) => `${path}-${number}.txt`);
  return Object.fromEntries(paths.map((path) => [path, `${path} as of ${random.next()}\n`.repeat(10)]));
}

/** One thing happens to a pull request; false: it was not to be, and nothing happened. */
type Happening = (stage: Stage, pull: PullRequest, random: Random) => boolean;

/**
 * Every file is changed by every push, so that no approval of an earlier head still counts: what is right can then be
 * told from GitHub alone, without the memory of whoever saw the earlier heads.
 */
const push: Happening = ({ github, people }, pull, random) => {
  const count = PATHS.filter((path) => hasFile(pull, path)).length;
  github.commit(pull.repository, {
    branch: pull.head.ref,
    files: filesOf(pull.number, random, count),
    message: `Change more\n\nWith ${random.next()}.`,
    author: pull.author ?? people.claude,
  });
  return true;
};

function hasFile(pull: PullRequest, path: string): boolean {
  const { commits, trees } = pull.repository.objects;
  const [folder = '', name = ''] = `${path}-${pull.number}.txt`.split('/');
  const root = trees.get(commits.get(pull.head.sha)?.tree ?? '');
  return trees.get(root?.get(folder)?.sha ?? '')?.has(name) ?? false;
}

const review =
  (event: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'): Happening =>
  ({ github, people }, pull, random) => {
    github.review(pull, random.pick(people.reviewers.filter((person) => person !== pull.author)), event);
    return true;
  };

const dismiss: Happening = ({ github, people }, pull) => {
  const given = pull.reviews.findLast(({ state }) => state === 'APPROVED' || state === 'CHANGES_REQUESTED');
  if (given) github.dismissReview(pull, given, people.ada);
  return given !== undefined;
};

/** Whoever calls the agent has a hand in what it makes, and counts no longer. */
const callAgent: Happening = ({ github, people }, pull, random) => {
  github.comment(pull, random.pick(people.reviewers), `@claude please name it ${random.next()}`);
  return true;
};

const talk: Happening = ({ github, people }, pull, random) => {
  github.comment(pull, random.pick(people.reviewers), 'Looks fine so far.');
  return true;
};

const label: Happening = ({ github, people }, pull, random) => {
  github.editPullRequest(pull, { labels: [`label-${Math.floor(random.next() * 1000)}`] }, people.ada);
  return true;
};

const rename: Happening = ({ github, people }, pull, random) => {
  github.editPullRequest(pull, { title: `Change ${random.next()}` }, people.ada);
  return true;
};

const close: Happening = ({ github, people }, pull) => {
  github.closePullRequest(pull, people.ada);
  return true;
};

/** How often each happens, in hundredths. */
const HAPPENINGS: readonly (readonly [share: number, happening: Happening])[] = [
  [22, push],
  [30, review('APPROVE')],
  [8, review('REQUEST_CHANGES')],
  [4, review('COMMENT')],
  [12, dismiss],
  [2, callAgent],
  [4, talk],
  [8, label],
  [5, rename],
  [5, close],
];

/** Lets something happen to the pull request; a closed one is opened again. */
export function happen(stage: Stage, pull: PullRequest, random: Random): void {
  if (pull.state === 'closed') return stage.github.reopenPullRequest(pull, stage.people.ada);
  while (true) {
    let left = random.next() * 100;
    const [, happening] = HAPPENINGS.find(([share]) => (left -= share) < 0) ?? [0, push];
    if (happening(stage, pull, random)) return;
  }
}
