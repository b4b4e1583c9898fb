import { keptByPath } from '../../facts/kept.ts';
import { isMachineMade } from '../secret-added/_paths.ts';

/** Tests by their folder or name, and what tests read. */
const TEST =
  /(?:^|\/)(?:tests?|specs?|__tests__|__mocks__|__fixtures__|mocks?|fixtures?|testdata|test[-_]data|testing|e2e|cypress|playwright|src\/(?:test|integrationTest|androidTest))\/|(?:^|\/)(?:test_[^/]*|conftest|tests)\.py$|[._-](?:tests?|spec|e2e|cy|stories|mock|fixture)s?\.\w{1,5}$|(?:^|\/)Test[A-Z][^/]*$|(?:Test|Tests|TestCase|Spec|IT|ITCase)\.(?:java|kt|cs|swift|scala|php|groovy)$|(?:^|\/)(?:jest|vitest|playwright|cypress|karma)\.config\.[cm]?[jt]s$|(?:^|[/._-])[Tt]ests?\/|[a-z0-9]Tests?\/|^(?:[^/]{1,60}\/)?benchmarks?\//;

/** Text for people, and code that only shows how others could do it. */
const DOCS =
  /(?:^|\/)(?:docs?|documentation|examples?|samples?|demos?|tutorials?|cookbook|quickstarts?)\/|\.(?:md|mdx|markdown|rst|adoc|txt|ipynb|svg|po|pot)$|(?:^|\/)(?:changelog|readme|licen[cs]e|contributing)(?:[.-][a-z]{2,3})?(?:\.\w{1,8})?$|[._-](?:example|sample|template|tmpl)s?(?:\.[a-z]+)?$/i;

/** What a build service runs, whatever it is called: `.github/workflows/migration-test.yml`. */
const BUILDS = /(?:^|\/)\.(?:github\/(?:workflows|actions)|circleci|semaphore|buildkite)\/.{1,200}\.ya?ml$/;

/** Tests, text for people, examples and what tools write do not run where it matters. */
export const runsNowhere = keptByPath(
  (path) => !BUILDS.test(path) && (TEST.test(path) || DOCS.test(path) || isMachineMade(path)),
);

/** Settings and start scripts of a developer's own machine, by their name. */
export const isForDevelopment = (path: string): boolean =>
  /(?:^|[/._-])(?:dev|devel|development|local|localhost|sandbox|playground|kind|minikube|devcontainer)(?=[/._-]|$)/i.test(
    path,
  );
