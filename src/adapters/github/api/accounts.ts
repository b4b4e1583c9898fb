import type { Account, AccountType } from '../../../core/facts/facts.ts';

/** An account as GraphQL tells it: the fragment `account` of queries.ts. */
export interface AccountNode {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId?: number | null;
}

/** An account as REST tells it. */
export interface RestAccount {
  readonly login: string;
  readonly id: number;
  readonly type: string;
}

const TYPES: readonly AccountType[] = ['User', 'Bot', 'Organization', 'Mannequin', 'EnterpriseUserAccount'];

/** Apps that REST shows as plain `Copilot`, by id. GraphQL and the commits themselves know them apart. */
const COPILOT = new Map([
  [198982749, 'copilot-swe-agent[bot]'],
  [175728472, 'copilot-pull-request-reviewer[bot]'],
]);

/** A type that GitHub may add later is taken for one that can approve nothing. */
function typeOf(name: string): AccountType {
  return TYPES.find((type) => type === name) ?? 'Mannequin';
}

/** The account of a GraphQL actor; null stays null (a deleted account). Apps get REST's `[bot]`. */
export function account(node: AccountNode | null | undefined): Account | null {
  if (!node) return null;
  const type = typeOf(node.__typename);
  const login = type === 'Bot' && !node.login.endsWith('[bot]') ? `${node.login}[bot]` : node.login;
  return { login, type, id: node.databaseId ?? null };
}

/** The account of a REST answer; null stays null. */
export function restAccount(node: RestAccount | null | undefined): Account | null {
  if (!node) return null;
  return { login: COPILOT.get(node.id) ?? node.login, type: typeOf(node.type), id: node.id };
}
