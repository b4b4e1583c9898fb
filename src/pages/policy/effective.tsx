import type { Child } from 'hono/jsx';
import { isDefault, type Origin, type PolicyLine, type TracedPolicy } from '../../core/policy/origins.ts';
import type { RepositoryPolicy } from '../../ports.ts';
import type { Links } from '../pull-request/links.ts';
import { shown } from '../pull-request/text.ts';
import { Wide } from '../pull-request/wide.tsx';
import { asWritten } from './written.ts';

interface Traced {
  readonly traced: TracedPolicy;
  readonly from: RepositoryPolicy;
  readonly links: Links;
  /** Where people see GitHub. */
  readonly webUrl: string;
}

/** Every line of the policy in force with where it comes from. */
export const Effective = ({ traced, ...at }: Traced) => {
  const set = traced.rules.filter((line) => !isDefault(line));
  const usual = traced.rules.filter(isDefault);
  return (
    <>
      <Lines label="The policy line by line" lines={traced.lines} {...at} />
      <h3>Rules that a file speaks of</h3>
      {set.length === 0 ? (
        <p>None: every rule does what it does by default.</p>
      ) : (
        <Lines label="Rules that a file speaks of" lines={set} {...at} />
      )}
      <details>
        <summary>Rules with their defaults ({usual.length})</summary>
        <Lines label="Rules with their defaults" lines={usual} {...at} />
      </details>
    </>
  );
};

const Lines = ({
  label,
  lines,
  ...at
}: Omit<Traced, 'traced'> & { readonly label: string; readonly lines: readonly PolicyLine[] }) => (
  <Wide label={label}>
    <table>
      <caption class="hidden">{label}</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">What holds</th>
          <th scope="col">Where it comes from</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr>
            <th scope="row">
              <code>{line.key}</code>
            </th>
            <td>
              <pre>{asWritten(line.value)}</pre>
            </td>
            <td>
              <Origins origins={line.origins} {...at} />
              {line.overruled.map(({ value, by }) => (
                <p class="overruled">
                  <b>Overruled:</b> <From origin={by} {...at} /> says <code>{asWritten(value)}</code>, which
                  does not hold here.
                </p>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Wide>
);

const Origins = ({ origins, ...at }: Omit<Traced, 'traced'> & { readonly origins: readonly Origin[] }) => (
  <>
    {origins.map((origin, index) => (
      <>
        {index > 0 && ', and '}
        <From origin={origin} {...at} />
      </>
    ))}
  </>
);

const From = ({
  origin,
  from,
  links,
  webUrl,
}: Omit<Traced, 'traced'> & { readonly origin: Origin }): Child => {
  const { kind, name, at } = origin;
  const link = (words: string): Child =>
    at ? <a href={addressOf(at, from, links, webUrl)}>{`${words}, line ${at.line}`}</a> : words;
  switch (kind) {
    case 'default':
      return 'default';
    case 'strict default':
      return <b>strict default</b>;
    case 'file':
      return link('this repository’s file');
    case 'floor':
      return link('the organisation’s floor');
    case 'group':
      return link(`the floor’s group “${shown(name, 80)}”`);
  }
};

/** A line of the repository's own file, or of the floor, whose path begins with its repository. */
export function addressOf(
  { path, line }: { readonly path: string; readonly line: number },
  { policyFile, floor, branch }: RepositoryPolicy,
  links: Links,
  webUrl: string,
): string {
  if (path === policyFile?.path) return links.file(path, branch.sha, line);
  if (floor.state !== 'present') return links.repository;
  const { owner, name } = floor.repository;
  const address = [owner, name, 'blob', floor.file.sha, floor.file.path].map(encodeURIComponent).join('/');
  return `${webUrl.replace(/\/$/, '')}/${address}#L${line}`;
}
