import { STRENGTHS, type Detection, type SignalKind } from '../../core/agents/agent.ts';
import type { Decision, ProvenanceEntry } from '../../core/decision/decision.ts';
import { peopleText } from '../../core/decision/entitled.ts';
import { binds } from '../../core/decision/gated.ts';
import { handsOf } from '../../core/decision/who-counts.ts';
import type { EffectivePolicy } from '../../core/policy/policy.ts';
import type { Links } from './links.ts';
import { counted, shown } from './text.ts';
import { Wide } from './wide.tsx';

const EVIDENCE_SHOWN = 5;
const PEOPLE_SHOWN = 50;

const ROLE = {
  authored: 'wrote it',
  coauthored: 'helped to write it',
  assisted: 'was used for a part of it',
};

const STRENGTH = {
  attested: 'GitHub vouches for it',
  declared: 'it says so itself',
  circumstantial: 'only a hint, which gates nothing',
};

const KIND: Readonly<Record<SignalKind, string>> = {
  login: 'account',
  email: 'e-mail',
  name: 'name',
  trailer: 'trailer',
  message: 'commit message',
  body: 'description',
  branch: 'branch',
  label: 'label',
  note: 'authorship note',
  file: 'record',
};

/** Agents with the evidence, and how to say that one is none. */
export const Agents = ({
  decision: { attribution, gated },
  policy,
  owner,
  links,
}: {
  readonly decision: Pick<Decision, 'attribution' | 'gated'>;
  readonly policy: Pick<EffectivePolicy, 'waiver'>;
  readonly owner: string;
  readonly links: Links;
}) => (
  <>
    {attribution.agents.length === 0 ? (
      <p>No agent was found.</p>
    ) : (
      <Wide label="Agents">
        <table>
          <caption class="hidden">Agents that had a hand in this change</caption>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">What it did</th>
              <th scope="col">How sure</th>
              <th scope="col">Evidence</th>
            </tr>
          </thead>
          <tbody>
            {attribution.agents.map((agent) => (
              <tr>
                <th scope="row">{shown(agent.name)}</th>
                <td>{ROLE[agent.role]}</td>
                <td>
                  {agent.strength}: {STRENGTH[agent.strength]}
                </td>
                <td>
                  <Evidence agent={agent} links={links} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    )}
    {attribution.bots.length > 0 && (
      <p>Other automation: {shown(attribution.bots.slice(0, 5).join(', '))}.</p>
    )}
    {gated.yes && attribution.agents.some(binds) && (
      <p>
        Not an agent’s work? Then {peopleText(policy.waiver, owner)} with no hand in it says so in a comment
        on the pull request: <code>/agentguard not-agent reason</code>. The reason is recorded.
      </p>
    )}
  </>
);

const Evidence = ({ agent, links }: { readonly agent: Detection; readonly links: Links }) => {
  const strongest = agent.evidence.toSorted(
    (a, b) => STRENGTHS.indexOf(b.strength) - STRENGTHS.indexOf(a.strength),
  );
  const more = strongest.length - EVIDENCE_SHOWN;
  return (
    <ul class="plain">
      {strongest.slice(0, EVIDENCE_SHOWN).map(({ kind, value, commit }) => (
        <li>
          {KIND[kind]} <code>{shown(value)}</code>
          {commit !== null && (
            <>
              {' in '}
              <a href={links.commit(commit)}>{commit.slice(0, 7)}</a>
            </>
          )}
        </li>
      ))}
      {more > 0 && <li>and {more.toLocaleString('en-GB')} more</li>}
    </ul>
  );
};

/** Everyone whose approval cannot count, because they had a hand in the change. */
export const People = ({
  provenance,
  links,
}: {
  readonly provenance: readonly ProvenanceEntry[];
  readonly links: Links;
}) => (
  <>
    <p>Whoever had a hand in the change cannot approve it.</p>
    <Wide label="People with a hand in it">
      <table>
        <caption class="hidden">People and accounts with a hand in this change</caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">How (and who says so)</th>
          </tr>
        </thead>
        <tbody>
          {provenance.slice(0, PEOPLE_SHOWN).map((entry) => (
            <tr>
              <th scope="row">
                <a href={links.person(entry.account.login)}>{shown(entry.account.login)}</a>
              </th>
              <td>{shown(handsOf(entry), 300)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
    {provenance.length > PEOPLE_SHOWN && (
      <p>And {counted(provenance.length - PEOPLE_SHOWN, 'more account')}.</p>
    )}
  </>
);
