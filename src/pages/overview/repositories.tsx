import { pagePath } from '../pull-request/links.ts';
import { Wide } from '../pull-request/wide.tsx';
import type { ViewedRepository } from '../../ports/viewer.ts';
import { Paging, type Part } from './paging.tsx';

/** A repository with what waits in it. */
export interface ListedRepository extends ViewedRepository {
  readonly open: number;
  readonly waiting: number;
}

/** The repositories that one can see, with the page of each one's policy. */
export const Repositories = ({
  part,
  href,
  hrefOf,
}: {
  readonly part: Part<ListedRepository>;
  readonly href: (page: number) => string;
  /** The overview of one repository alone. */
  readonly hrefOf: (name: string) => string;
}) => (
  <section aria-labelledby="repositories">
    <h2 id="repositories">Repositories</h2>
    <Wide label="Repositories">
      <table>
        <caption class="hidden">Repositories that you can see</caption>
        <thead>
          <tr>
            <th scope="col">Repository</th>
            <th scope="col">Agents’ pull requests open</th>
            <th scope="col">of which wait</th>
            <th scope="col">Policy</th>
          </tr>
        </thead>
        <tbody>
          {part.items.map((repository) => (
            <tr>
              <th scope="row">
                <a href={hrefOf(repository.name)}>{repository.name}</a>
              </th>
              <td>{repository.open}</td>
              <td>{repository.waiting}</td>
              <td>
                <a href={pagePath(repository, 'policy')} aria-label={`Policy of ${repository.name}`}>
                  Policy
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
    <Paging label="Pages of the repositories" part={part} href={href} />
  </section>
);
