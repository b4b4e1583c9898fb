/** Tests run on the TypeScript sources as ES modules; esbuild strips the types (see test/transform.js). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/transform.js' },
  reporters: ['default', '<rootDir>/test/reporter.js'],
  testTimeout: 20_000,
};
