import { keptByPath } from './kept.ts';

/** Folders of tests and of what shows how things are done, and files that tools write. */
const NOT_DEPLOYED =
  /(?:^|\/)(?:__tests__|tests?|specs?|testing|e2e|fixtures?|__fixtures__|test[-_]?data|testdata|examples?|samples?|docs?|mocks?|snapshots?|__snapshots__|node_modules)\/|(?:^|\/)(?:[^/]*lock\.(?:json|ya?ml|hcl)|package\.json|tsconfig[^/]*\.json)$/i;

/** False for what is in a repository and never made real: tests, examples, documentation, lockfiles. */
export const isDeployed = keptByPath((path) => !NOT_DEPLOYED.test(path));
