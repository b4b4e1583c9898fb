import type { ViewedRepository } from '../../ports/viewer.ts';
import { overviewPath, type Asked } from './query.ts';
import { agentName } from './words.ts';

/** Chooses one repository, one agent, or both; it works without a script. */
export const Filter = ({
  owner,
  asked,
  repositories,
  agents,
}: {
  readonly owner: string;
  readonly asked: Asked;
  readonly repositories: readonly ViewedRepository[];
  readonly agents: readonly string[];
}) => (
  <form class="filter" method="get" action={overviewPath(owner)} aria-label="What is shown">
    <label>
      Repository
      <select name="repository">
        <option value="">All that I can see</option>
        {repositories.map(({ name }) => (
          <option value={name} selected={name.toLowerCase() === asked.repository?.toLowerCase()}>
            {name}
          </option>
        ))}
      </select>
    </label>
    <label>
      Agent
      <select name="agent">
        <option value="">All</option>
        {agents.map((agent) => (
          <option value={agent} selected={agent === asked.agent}>
            {agentName(agent)}
          </option>
        ))}
      </select>
    </label>
    <button type="submit">Show</button>
    {(asked.repository ?? asked.agent) !== undefined && <a href={overviewPath(owner)}>Show everything</a>}
  </form>
);
