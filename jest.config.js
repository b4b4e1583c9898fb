/** Tests run on the TypeScript sources as ES modules; esbuild strips the types (see test/transform.js). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': '<rootDir>/test/transform.js' },
  reporters: ['default', '<rootDir>/test/reporter.js'],
  // Some play whole stories; on a slow machine they need their time.
  testTimeout: 60_000,
  // Modules of finished suites are never quite let go: a process of its own is started anew before that slows it down.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
