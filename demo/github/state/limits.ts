/** Where GitHub stops; change these to see what happens beyond. */
export interface Limits {
  pullFiles: number;
  pullCommits: number;
  compareFiles: number;
  compareCommits: number;
  /** A file with a larger diff comes back without `patch` and with 0/0/0, unmarked. */
  patchLines: number;
  patchBytes: number;
  /** Beyond this many lines or bytes of all patches together the remaining files come back the same way. */
  diffLines: number;
  diffBytes: number;
  /** GraphQL cuts a blob's text here. */
  blobText: number;
  treeEntries: number;
  /** Largest file that REST contents give as base64. */
  contents: number;
}

/** GitHub's own, from its documentation. */
export const LIMITS: Limits = {
  pullFiles: 3000,
  pullCommits: 250,
  compareFiles: 300,
  compareCommits: 250,
  patchLines: 20_000,
  patchBytes: 500 * 1024,
  diffLines: 20_000,
  diffBytes: 1024 * 1024,
  blobText: 512_000,
  treeEntries: 100_000,
  contents: 1024 * 1024,
};
