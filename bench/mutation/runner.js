import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { build } from 'esbuild';
import { expect } from 'expect';
import * as fc from 'fast-check';
import { describe, getState, resetState, test } from 'jest-circus';

const SOURCES = ['src/core/policy', 'src/core/decision'];
const TESTS = ['test/core/policy', 'test/core/decision'];

/** What the sources themselves do on being loaded, which any test may rest on, is counted to none. */
const NO_FILE = 'sources';

/**
 * Runs jest tests for Stryker in one process. Jest loads every module anew for each test file, which takes a hundred
 * times as long as these tests; here all of them are one script that is run again for each mutant. It knows `describe`,
 * `test` and `expect`, but no hooks, no mocks and no snapshots.
 */
class BundleRunner {
  stryker = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});
  times = new Map();

  async init() {
    Object.assign(globalThis, { describe, test, expect, timeless: () => 0 });
    fc.configureGlobal({ seed: 1 });
    this.start = await bundle();
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ disableBail }) {
    const tests = this.load();
    const result = await this.run(tests, disableBail);
    const { mutantCoverage } = this.stryker;
    for (const { id, file } of tests) {
      mutantCoverage.perTest[id] = sum(mutantCoverage.perTest[id], mutantCoverage.perTest[file]);
    }
    for (const { file } of tests) delete mutantCoverage.perTest[file];
    return { ...result, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    Object.assign(this.stryker, { activeMutant: activeMutant.id, hitCount: hitLimit && 0, hitLimit });
    try {
      const wanted = testFilter && new Set(testFilter);
      const tests = this.load().filter(({ id }) => wanted?.has(id) ?? true);
      const result = await this.run(tests, disableBail);
      return toMutantRunResult(determineHitLimitReached(this.stryker.hitCount, hitLimit) ?? result);
    } catch (error) {
      // Sources that cannot be loaded fail every test.
      const failed = { id: testFilter?.[0] ?? NO_FILE, name: NO_FILE, timeSpentMs: 0, ...outcome(error) };
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [failed] });
    }
  }

  /** The tests of all files, each file loaded while it stands as the current test. */
  load() {
    resetState();
    this.start((file) => {
      this.stryker.currentTestId = file;
    });
    this.stryker.currentTestId = undefined;
    return collect(getState().rootDescribeBlock).map((each, index) => ({
      ...each,
      id: `${index} ${each.name}`,
    }));
  }

  /** Runs tests one after the other, the quick ones first, until one fails. */
  async run(all, disableBail) {
    const tests = [];
    const time = ({ id }) => this.times.get(id) ?? 0;
    for (const { fn, ...each } of all.toSorted((a, b) => time(a) - time(b))) {
      this.stryker.currentTestId = each.id;
      const start = performance.now();
      const result = await fn().then(() => outcome(null), outcome);
      const timeSpentMs = performance.now() - start;
      this.stryker.currentTestId = undefined;
      this.times.set(each.id, timeSpentMs);
      tests.push({ ...each, fileName: resolve(each.file), timeSpentMs, ...result });
      if (result.status === TestStatus.Failed && !disableBail) break;
    }
    return { status: DryRunStatus.Complete, tests };
  }
}

const outcome = (error) =>
  error === null
    ? { status: TestStatus.Success }
    : { status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };

/** Files of a folder by their ending. Properties over random input take long, and all of it for what survives. */
const filesIn = (ending) => (folder) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(ending) && !name.endsWith('.property.test.ts'))
    .toSorted()
    .map((name) => `./${join(folder, name)}`);

/** Bundles the tests with all they import, packages apart, to a function that loads them anew each time. */
async function bundle() {
  const contents = [
    ...SOURCES.flatMap(filesIn('.ts')).map((file) => `require(${JSON.stringify(file)});`),
    ...TESTS.flatMap(filesIn('.test.ts')).map((file) => {
      const name = JSON.stringify(file);
      return `begin(${name}); describe(${name}, () => { require(${name}); });`;
    }),
  ].join('\n');
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'js' },
    absWorkingDir: process.cwd(),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    write: false,
    outfile: 'bundle.cjs',
    metafile: true,
    // What is slow while mutants are counted need not be slow.
    define: { 'performance.now': 'timeless' },
    logLevel: 'error',
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const names = [...new Set(imports.filter(({ external }) => external).map(({ path }) => path))];
  const packages = new Map(
    await Promise.all(names.map(async (name) => [name, { __esModule: true, ...(await import(name)) }])),
  );
  const script = new Script(`(require, module, exports, begin) => {${outputFiles[0].text}\n}`);
  return (begin) => {
    const module = { exports: {} };
    script.runInThisContext()((name) => packages.get(name), module, module.exports, begin);
  };
}

/** The tests under a describe block of circus; the outermost are the files. */
function collect(block, path = []) {
  return block.children.flatMap((child) => {
    const names = [...path, child.name];
    if (child.type === 'describeBlock') return collect(child, names);
    return [{ name: names.join(' '), file: names[0], fn: async () => child.fn() }];
  });
}

/** Two counts of how often mutants were reached, as one. */
function sum(one = {}, other = {}) {
  const total = { ...one };
  for (const [id, count] of Object.entries(other)) total[id] = (total[id] ?? 0) + count;
  return total;
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'bundle', BundleRunner)];
