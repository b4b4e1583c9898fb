import { keptByPath } from '../../facts/kept.ts';

/** Folders and names of tests and of what tests read. */
const TEST =
  /(?:^|[/_.-])(?:tests?|specs?|__tests__|__mocks__|__fixtures__|mocks?|fixtures?|testdata|test[-_]?data|test[-_]?utils?|testing|e2e|cypress|snapshots?|__snapshots__|evals?|benchmarks?|stubs?|fakes?|stories|database\/factories)(?=[/_.-]|$)|(?:^|\/)(?:conftest\.py|Test[A-Z][^/]*|[^/]*(?:Test|Tests|Spec|IT)\.(?:java|kt|cs|swift|scala|php|groovy|m))$/;

/** Text for people, and files that show how others should look. */
const DOCS =
  /(?:^|\/)(?:docs?|documentation|examples?|samples?|demos?|tutorials?|cookbook|quickstarts?)\/|\.(?:md|mdx|markdown|rst|adoc|txt|ipynb|html?|svg|po|pot)$|(?:^|\/)(?:changelog|readme|license)[^/]*$|[._-](?:example|sample|template|dist|tmpl|tpl|default)s?(?:\.[a-z]+)?$/i;

/** Written by tools, full of hashes. */
const MACHINE_MADE =
  /(?:^|\/)(?:[^/]*lock[^/]*\.(?:json|ya?ml|hcl)|[^/]*\.lock|\.secrets\.baseline|\.gitleaksignore|[^/]*\.lockfile|go\.sum|yarn\.lock|[^/]*\.min\.(?:js|css)|[^/]*\.(?:map|snap|sum|sha256|sig|pem|crt|cer|der|csv|tsv|patch|diff))$|(?:^|\/)(?:node_modules|vendor|third_party|dist)\//i;

export const isTestPath = keptByPath((path) => TEST.test(path));
export const isDocsPath = keptByPath((path) => DOCS.test(path));
export const isMachineMade = keptByPath((path) => MACHINE_MADE.test(path));
