/** `npm run bench:mutation`, or `-- --mutate FILE` after it for one file; the report is data/mutation.json too. */
export default {
  mutate: ['src/core/policy/**/*.ts', 'src/core/decision/**/*.ts'],
  testRunner: 'bundle',
  plugins: ['./bench/mutation/runner.js', './bench/mutation/descriptions.js'],
  ignorers: ['descriptions'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'data/mutation.json' },
  tempDirName: 'data/mutation',
  // The sandbox takes only what core and its tests read; and TypeScript 7 has no interface for rewriting a tsconfig.
  ignorePatterns: ['/*', '!/src', '!/test'],
};
