import type { RepositoryId } from '../../core/facts/facts.ts';

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Addresses on GitHub, of one repository. */
export interface Links {
  readonly repository: string;
  pullRequest(number: number): string;
  commit(sha: string): string;
  /** A file at a commit, on a line if one is known. */
  file(path: string, sha: string, line: number | null): string;
  person(login: string): string;
}

/** @param webUrl where people see GitHub, without a slash at its end */
export function linksTo(webUrl: string, { owner, name }: RepositoryId): Links {
  const web = webUrl.replace(/\/$/, '');
  const repository = `${web}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  return {
    repository,
    pullRequest: (number) => `${repository}/pull/${number}`,
    commit: (sha) => `${repository}/commit/${encodeURIComponent(sha)}`,
    file: (path, sha, line) =>
      `${repository}/blob/${encodeURIComponent(sha)}/${encoded(path)}${line === null ? '' : `#L${line}`}`,
    person: (login) =>
      login.endsWith('[bot]')
        ? `${web}/apps/${encodeURIComponent(login.slice(0, -5))}`
        : `${web}/${encodeURIComponent(login)}`,
  };
}

/** The pages about a repository here. */
export const pagePath = ({ owner, name }: RepositoryId, page: string): string =>
  `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/${page}`;
