import type { PullRequest } from '../../../demo/github/github.ts';
import { openPullRequest, type Stage } from '../github/stage.ts';

/** What is made larger, and what then happens to a pull request of that size. */
export interface Dimension {
  readonly of: string;
  readonly sizes: readonly number[];
  /** Builds a pull request of a size in the stage's one repository, before anything is delivered. */
  build(stage: Stage, size: number): PullRequest;
  /** What is evaluated then. */
  touch(stage: Stage, pull: PullRequest, time: number): void;
}

const source = (index: number, time: number): Record<string, string> => ({
  [`src/part${Math.floor(index / 50)}/file${index}.ts`]: `export const part${index} = ${time};\nexport const twice = part${index} * 2;\n`,
});

const sources = (count: number): Record<string, string> =>
  Object.assign({}, ...Array.from({ length: count }, (_, index) => source(index, 0))) as Record<
    string,
    string
  >;

function push({ github, people }: Stage, pull: PullRequest, time: number): void {
  github.commit(pull.repository, {
    branch: pull.head.ref,
    files: source(0, time),
    message: `Change it again\n\nThe ${time}. time.`,
    author: people.claude,
  });
}

function only<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error('There is none.');
  return first;
}

export const DIMENSIONS: readonly Dimension[] = [
  {
    of: 'files',
    sizes: [10, 30, 100, 300, 1000, 3000],
    build: (stage, size) => openPullRequest(stage, only(stage.repositories), sources(size)),
    touch: push,
  },
  {
    of: 'commits',
    sizes: [1, 3, 10, 30, 100, 240],
    build(stage, size) {
      const pull = openPullRequest(stage, only(stage.repositories), source(0, 0));
      for (let commit = 2; commit <= size; commit++) push(stage, pull, -commit);
      return pull;
    },
    touch: push,
  },
  {
    of: 'reviewers',
    sizes: [1, 3, 10, 30, 100],
    build(stage, size) {
      const { github } = stage;
      const repository = only(stage.repositories);
      const pull = openPullRequest(stage, repository, source(0, 0));
      for (let index = 0; index < size; index++) {
        const person = github.createUser(`reviewer-${index}`);
        github.addCollaborator(repository, person, 'write');
        github.review(pull, person, 'APPROVE');
      }
      return pull;
    },
    touch(stage, pull) {
      const { author } = only(pull.reviews);
      if (author) stage.github.review(pull, author, 'APPROVE');
    },
  },
  {
    of: 'open pull requests',
    sizes: [1, 3, 10, 30, 100, 300, 1000, 2000],
    build(stage, size) {
      const repository = only(stage.repositories);
      for (let index = 1; index < size; index++) openPullRequest(stage, repository, source(index, index));
      return openPullRequest(stage, repository, source(0, 0));
    },
    touch: push,
  },
];
