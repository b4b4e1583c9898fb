import { SHOWN_KEY, type JudgedFinding } from '../../core/decision/decision.ts';
import type { FileChange } from '../../core/facts/facts.ts';
import { excerpts, type Excerpt, type Spot } from '../../core/render/excerpt.ts';
import { worstFirst } from '../../core/render/summary/findings.ts';
import { minute } from '../../core/render/time.ts';
import { RULES } from '../../core/rules/catalogue.ts';
import type { Place } from '../../core/rules/rule.ts';
import type { Links } from './links.ts';
import { inline } from './prose.tsx';
import { counted, shown } from './text.ts';

const FINDINGS_SHOWN = 30;
const PLACES_SHOWN = 5;
const FILES_QUOTED = 3;
const LINES_QUOTED = 20;

const LEADS_TO = { block: 'Blocks', review: 'Needs a review', warn: 'For your information' } as const;

export interface FindingsProps {
  readonly findings: readonly JudgedFinding[];
  readonly files: readonly FileChange[];
  readonly head: string;
  readonly base: string;
  readonly links: Links;
}

/** What is risky in the change, the worst first, with the lines of the diff it is about. */
export const Findings = ({ findings, ...change }: FindingsProps) => {
  const worst = worstFirst(findings).slice(0, FINDINGS_SHOWN);
  const quote = quoter(worst, findings, change.files);
  const more = findings.length - FINDINGS_SHOWN;
  return (
    <>
      {worst.map((finding) => (
        <Finding finding={finding} quoted={quote(finding)} {...change} />
      ))}
      {more > 0 && <p>And {counted(more, 'more finding')}, each weighing no more than those above.</p>}
    </>
  );
};

interface FindingProps extends Pick<FindingsProps, 'head' | 'base' | 'links'> {
  readonly finding: JudgedFinding;
  readonly quoted: readonly Quoted[];
}

const Finding = ({ finding, quoted, ...at }: FindingProps) => {
  const { rule, severity, action, message, places, key, waived } = finding;
  const known = RULES.find(({ id }) => id === rule);
  return (
    <article class={`finding is-${waived ? 'met' : action}`}>
      <h3>
        {rule} <span class="badge">{severity}</span>{' '}
        <span class="badge leads">{waived ? 'Waived' : LEADS_TO[action]}</span>
      </h3>
      <p>{inline(shown(message, 600))}</p>
      {waived && (
        <p>
          Waived by <b>{waived.by.login}</b> until {minute(waived.until)}: {shown(waived.reason, 300)}
        </p>
      )}
      {places.length > 0 && <Places places={places} {...at} />}
      {quoted.map(({ path, lines, unquoted }) => (
        <Diff path={path} lines={lines} unquoted={unquoted} />
      ))}
      <dl class="why">
        {known && (
          <>
            <dt>Why it matters</dt>
            <dd>{inline(known.why)}</dd>
            <dt>How to mend it</dt>
            <dd>{inline(known.remediation)}</dd>
          </>
        )}
        {key !== null && action !== 'warn' && !waived && (
          <>
            <dt>If it is meant to be so</dt>
            <dd>
              Someone who may waive it comments on the pull request:{' '}
              <code>/agentguard waive {key.slice(0, SHOWN_KEY)} reason</code>
            </dd>
          </>
        )}
      </dl>
    </article>
  );
};

const Places = ({
  places,
  head,
  base,
  links,
}: { readonly places: readonly Place[] } & Pick<FindingsProps, 'head' | 'base' | 'links'>) => (
  <p class="places">
    In{' '}
    {places.slice(0, PLACES_SHOWN).map(({ path, line, side }, index) => (
      <>
        {index > 0 && ', '}
        <a href={links.file(path, side === 'head' ? head : base, line)}>
          {shown(path, 160)}
          {line !== null && `:${line}`}
        </a>
        {side === 'base' && ' (taken away)'}
      </>
    ))}
    {places.length > PLACES_SHOWN && ` and ${counted(places.length - PLACES_SHOWN, 'more place')}`}
  </p>
);

/** Lines of a file's diff, or why there are none. */
interface Quoted {
  readonly path: string;
  readonly lines: readonly Excerpt[];
  readonly unquoted: string | null;
}

const quotedPaths = ({ places }: JudgedFinding): Set<string> => {
  const paths = new Set<string>();
  for (const { path } of places) {
    if (paths.size === FILES_QUOTED) break;
    paths.add(path);
  }
  return paths;
};

/** Quotes the diff lines of findings. One finding can have a hundred thousand places, so each is looked at once. */
function quoter(
  shownFindings: readonly JudgedFinding[],
  all: readonly JudgedFinding[],
  files: readonly FileChange[],
): (finding: JudgedFinding) => Quoted[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const secrets = new Map<string, Spot[]>();
  for (const finding of shownFindings) for (const path of quotedPaths(finding)) secrets.set(path, []);
  for (const { family, places } of all) {
    if (family === 'secret-added') for (const place of places) secrets.get(place.path)?.push(place);
  }
  return (finding) => {
    const spots = new Map<string, Place[]>([...quotedPaths(finding)].map((path) => [path, []]));
    for (const place of finding.places) {
      const own = spots.get(place.path);
      if (own && own.length < LINES_QUOTED) own.push(place);
    }
    return [...spots].flatMap(([path, own]): Quoted[] => {
      const file = byPath.get(path);
      if (!file) return [];
      const lines = excerpts(file, own, secrets.get(path) ?? []);
      if (lines === null)
        return [{ path, lines: [], unquoted: 'GitHub gives no diff of it that fits here.' }];
      return lines.length > 0 ? [{ path, lines: within(lines), unquoted: null }] : [];
    });
  };
}

/** As many whole excerpts as there is room for, and the first of them in any case. */
function within(lines: readonly Excerpt[]): Excerpt[] {
  let count = 0;
  return lines
    .filter((each, index) => (count += each.length) <= LINES_QUOTED || index === 0)
    .map((each) => each.slice(0, LINES_QUOTED));
}

const SIGN = { added: '+', removed: '−', context: ' ' } as const;
const SAID = { added: 'added', removed: 'taken away', context: 'unchanged' } as const;

const Diff = ({ path, lines, unquoted }: Quoted) =>
  unquoted === null ? (
    <table class="diff">
      <caption>
        <span class="hidden">Lines of </span>
        {shown(path, 160)}
      </caption>
      <thead>
        <tr>
          <th scope="col" class="number">
            Line
          </th>
          <th scope="col" class="sign">
            <span class="hidden">Change</span>
          </th>
          <th scope="col">
            <span class="hidden">Text</span>
          </th>
        </tr>
      </thead>
      {lines.map((excerpt) => (
        <tbody>
          {excerpt.map(({ kind, base, head, text, meant }) => (
            <tr class={`${kind}${meant ? ' meant' : ''}`}>
              <td class="number">{head ?? base}</td>
              <td class="sign">
                <span aria-hidden="true">{SIGN[kind]}</span>
                <span class="hidden">{SAID[kind]}</span>
              </td>
              <td class="text">
                {text ?? <em>Not shown here: this line holds a secret, or may hold one.</em>}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  ) : (
    <p class="quiet">
      {shown(path, 160)}: {unquoted}
    </p>
  );
