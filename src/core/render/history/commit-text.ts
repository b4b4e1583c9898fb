import type { FindingJson } from '../json.ts';
import { plain } from '../markdown.ts';
import type { CommitReport } from './report.ts';

const PLACES_SHOWN = 3;

/** A commit that people should know of, over a few lines; empty for one that nothing is to be said about. */
export function commitText({ json, agents, waits }: CommitReport): string {
  const { commit, subject, decision, findings, gaps } = json;
  if (decision === 'allow' && findings.length === 0 && agents.length === 0) return '';
  const made = agents.length > 0 ? agents.join(', ') : 'a person';
  return [
    `${commit.slice(0, 10)}  ${decision.padEnd(15)}  ${plain(made, 40)}  ${plain(subject, 80)}`,
    ...findings.map((finding) => `    ${findingLine(finding)}`),
    ...waits.map(({ asked, name }) => `    waits for ${plain(asked)} (${plain(name)})`),
    ...gaps.map(({ what, reason }) => `    not read: ${plain(what)}. ${plain(reason, 300)}`),
    '',
  ].join('\n');
}

/** `review  high  sql-destructive  db/1.sql:3: what would happen`. */
export function findingLine({ action, severity, rule, places, message }: FindingJson): string {
  const shown = places.slice(0, PLACES_SHOWN).map(placeText).join(', ');
  const more = places.length > PLACES_SHOWN ? ` and ${places.length - PLACES_SHOWN} more` : '';
  const where = shown === '' ? '' : `  ${shown}${more}`;
  return `${action}  ${severity}  ${rule}${where}: ${plain(message, 400)}`;
}

export const placeText = ({ path, line, side }: FindingJson['places'][number]): string =>
  `${plain(path, 120)}${line === null ? '' : `:${line}`}${side === 'base' ? ' (taken away)' : ''}`;
