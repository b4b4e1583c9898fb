import { parseHcl, type HclBlock } from '../../parsers/hcl.ts';
import { parseJsonc } from '../../parsers/jsonc.ts';
import { normalizePath } from '../../facts/paths.ts';

/** One protection that a file describes, where it stands, and all it says in a form without layout. */
export interface Protection {
  readonly name: string;
  readonly line: number | null;
  readonly content: string;
}

const TERRAFORM = /\.(?:tf|tofu)$/;
/** Rulesets as GitHub exports them, kept where a script or a workflow applies them from. */
const RULESET =
  /(?:^|[/._-])(?:rule-?sets?|branch[-_]protections?)(?:[/._-][^/]*)?\.json$|(?:^|\/)rule-?sets?\/.*\.json$/;
/** Bots that merge by themselves once their conditions hold. */
const MERGE_BOT =
  /^(?:\.github\/)?(?:\.?(?:mergify|bulldozer|kodiak|aviator)|\.policy)\.(?:ya?ml|toml)$|^\.(?:mergify|aviator)\/config\.ya?ml$/;

const RESOURCE =
  /^(?:github_(?:branch_protection(?:_v3)?|(?:repository|organization|enterprise)_ruleset|repository_environment(?:_deployment_policy)?|actions_(?:repository|organization)_permissions|branch_default)|gitlab_(?:branch_protection|project_protected_environment|project_level_mr_approvals|project_approval_rule)|bitbucket_branch_restriction)$/;
const KEYWORD = /(?:github|gitlab)_|bitbucket_/;

/** Whether a path can hold a protection; its text decides. */
export function mayProtect(path: string): boolean {
  const normal = normalizePath(path);
  return TERRAFORM.test(normal) || RULESET.test(normal) || MERGE_BOT.test(normal);
}

/** The protections in a text; null: it cannot be read. */
export function protectionsIn(path: string, text: string): Protection[] | null {
  const normal = normalizePath(path);
  if (TERRAFORM.test(normal)) return KEYWORD.test(text) ? inTerraform(text) : [];
  if (RULESET.test(normal)) return inRuleset(text);
  const content = text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trimEnd())
    .filter((line) => line !== '')
    .join('\n');
  return [{ name: 'bot', line: null, content }];
}

function inTerraform(text: string): Protection[] | null {
  const root = parseHcl(text);
  if (root === null) return RESOURCE_NAMED.test(text) ? null : [];
  return root.blocks
    .filter(({ type, labels }) => type === 'resource' && RESOURCE.test(labels[0] ?? ''))
    .map((block) => ({ name: block.labels.join('.'), line: block.line, content: contentOf(block) }));
}

const RESOURCE_NAMED = /github_(?:branch_protection|repository_ruleset|organization_ruleset)/;

const contentOf = ({ attributes, blocks }: HclBlock): string =>
  JSON.stringify([
    attributes.map(({ name, text }) => `${name}=${text}`).toSorted(),
    blocks.map((block) => `${block.type} ${block.labels.join(' ')} ${contentOf(block)}`).toSorted(),
  ]);

function inRuleset(text: string): Protection[] | null {
  const { value, problem } = parseJsonc(text);
  if (problem !== null) return /"(?:enforcement|required_pull_request_reviews)"/.test(text) ? null : [];
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null) return [];
    const keys = Object.keys(one);
    const isRuleset = keys.includes('enforcement') && keys.includes('rules');
    if (!isRuleset && !keys.some((key) => PROTECTION_KEYS.has(key))) return [];
    return [{ name: 'ruleset', line: null, content: JSON.stringify(one) }];
  });
}

const PROTECTION_KEYS = new Set([
  'required_pull_request_reviews',
  'required_status_checks',
  'enforce_admins',
]);
