/** Makes what the first argument names, here; says what comes next, or what is wrong, which is exit code 2. */
export function run(make: (root: string, name: string) => string, test: string): void {
  try {
    const path = make('.', process.argv[2] ?? '');
    process.stdout.write(`${path} is written; fill in every TODO. It fails until then:
  node --experimental-vm-modules node_modules/jest/bin/jest.js ${test}
Then: npm run format && npm run generate && npm run check
`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 2;
  }
}
