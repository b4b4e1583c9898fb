import type { PullRequestFacts, RepositoryId } from '../../core/facts/facts.ts';
import type { PullRequestId } from '../../ports.ts';
import { InputError } from '../local/input.ts';

const NAME = String.raw`([\w.-]+)\/([\w.-]+?)`;
const PULL_REQUEST = new RegExp(`^${NAME}#(\\d{1,9})$`);
const REPOSITORY = new RegExp(`^${NAME}$`);
const PATH = new RegExp(`^/${NAME}/pull/(\\d{1,9})(?:/.*)?$`);

/**
 * A pull request as people name it: `owner/repo#12`, or its address.
 * @param webUrl where people see this GitHub: an address has to be there
 * @throws {InputError} if it is none
 */
export function pullRequestNamed(text: string, webUrl: string): PullRequestId {
  const [, owner, name, number] = PULL_REQUEST.exec(text) ?? PATH.exec(pathOf(text, webUrl)) ?? [];
  if (owner !== undefined && name !== undefined && Number(number) > 0) {
    return { owner, name, number: Number(number) };
  }
  throw new InputError(`"${text}" is not a pull request; write owner/repo#number, or its address.`);
}

/** A pull request as GitHub writes it, whatever it was asked for by: what the store keeps goes by that. */
export const asWritten = ({
  repository,
  number,
}: Pick<PullRequestFacts, 'repository' | 'number'>): PullRequestId => ({
  owner: repository.owner,
  name: repository.name,
  number,
});

/** `owner/repo` without a number; null: it is something else. */
export function repositoryNamed(text: string): RepositoryId | null {
  const [, owner, name] = REPOSITORY.exec(text) ?? [];
  return owner !== undefined && name !== undefined ? { owner, name } : null;
}

function pathOf(text: string, webUrl: string): string {
  if (!URL.canParse(text)) return '';
  const { host, pathname } = new URL(text);
  const expected = new URL(webUrl).host;
  if (host === expected) return pathname;
  throw new InputError(
    `${text} is on ${host}, and ${expected} is asked. Set GHE_HOST for a GitHub Enterprise Server.`,
  );
}
