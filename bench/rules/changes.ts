import { localFacts } from '../../src/adapters/git/facts.ts';
import { openReader } from '../../src/adapters/git/reader.ts';
import {
  closeRepository,
  openRepository,
  resolveCommit,
  walkCommits,
} from '../../src/adapters/git/repository.ts';
import type { ParserName } from '../../src/core/parsers/parsers.ts';
import { needsOf, type ActiveRule } from '../../src/core/rules/inspect.ts';
import type { ChangeFacts } from '../../src/core/rules/rule.ts';

/** Changes of a range of commits with everything that rules ask for loaded: what is left is the rules' own work. */
export interface LoadedChanges {
  readonly changes: readonly ChangeFacts[];
  readonly parsers: readonly ParserName[];
  /** The patches of all of them, as text. */
  readonly patch: string;
}

/** @param megabytes of patch after which no more is loaded */
export async function loadChanges(
  folder: string,
  range: string,
  rules: readonly ActiveRule[],
  megabytes: number,
): Promise<LoadedChanges> {
  const repository = await openRepository(folder, { PATH: process.env['PATH'] });
  const reader = openReader(repository, true);
  const changes: ChangeFacts[] = [];
  const parsers = new Set<ParserName>();
  const patches: string[] = [];
  let size = 0;
  try {
    const [from, to] = range.split('..');
    const base = await resolveCommit(repository, from ?? '');
    const head = await resolveCommit(repository, to ?? 'HEAD');
    if (base === null || head === null) throw new Error(`${range} names no commits of ${folder}.`);
    for await (const sha of walkCommits(repository, { base, head })) {
      const commit = await reader.commit(sha);
      if ('what' in commit) continue;
      const parent = commit.parents[0] ?? null;
      const { files } = await reader.changes(parent, sha);
      const needs = needsOf(files, rules);
      const loaded = (await reader.contents(needs.contents)).files;
      const byFile = new Map(needs.contents.map(({ file }, index) => [file, loaded[index]]));
      for (const parser of needs.parsers) parsers.add(parser);
      const facts = localFacts(repository, {
        title: '',
        headRef: '',
        base: parent,
        head: sha,
        commits: [commit],
        files: files.map((file) => byFile.get(file) ?? file),
        policyFile: null,
        gaps: [],
      });
      changes.push(facts);
      for (const { path, patch } of files) {
        if (patch === null) continue;
        patches.push(`${path}\n${patch}\n`);
        size += patch.length;
      }
      if (size > megabytes * 1e6) break;
    }
  } finally {
    reader.close();
    closeRepository(repository);
  }
  return { changes, parsers: [...parsers], patch: patches.join('') };
}
