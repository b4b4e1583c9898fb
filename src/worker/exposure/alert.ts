import type { Ending } from '../../core/exposure/bodies.ts';
import { secondsExposed, type Exposure } from '../../core/exposure/exposures.ts';
import { closingRefused } from '../../core/exposure/reviewed.ts';
import type { RepositoryId } from '../../core/facts/facts.ts';
import {
  ALERT_LABEL,
  alertBody,
  alertTitle,
  endedBody,
  reopenedBody,
  type Alert,
} from '../../core/render/alert.ts';
import { parseRepositoryKey, repositoryKey } from '../keys.ts';
import type { World } from '../world.ts';

/** Tells one alert's texts from another's; numbers of the record are an owner's own. */
const markerOf = ({ entry }: Pick<Exposure, 'entry'>): string => `alert-${entry}`;

/**
 * Raises what came past the gate as an issue and records that, or why it cannot be: that is tried again. The issue bears
 * a mark, so that one which was made and not recorded is found and not made twice.
 * @param place what the policy says: `here`, `owner/name`, `off`
 */
export async function raise(
  exposure: Omit<Exposure, 'alert'> & Partial<Pick<Exposure, 'alert'>>,
  alert: Alert,
  place: string,
  world: World,
): Promise<void> {
  const { repository } = alert;
  const raised = await raiseAt(placeOf(place, repository), exposure, alert, world);
  if (raised.problem !== null) {
    world.log.warn({ subject: exposure.subject, problem: raised.problem }, 'an alert could not be raised');
    // Told once: it is tried again every hour.
    if (exposure.alert?.problem === raised.problem) return;
  }
  await world.store.append({
    owner: repository.owner,
    at: world.clock.now().toISOString(),
    kind: 'alert',
    subject: exposure.subject,
    body: {
      what: alert.what,
      ...raised,
      since: alert.since,
      entry: exposure.entry,
      agents: alert.agents,
      who: alert.who,
    },
  });
}

type Raised =
  | { readonly issue: { readonly repository: string; readonly number: number }; readonly problem: null }
  | { readonly issue: null; readonly problem: string };

async function raiseAt(
  place: RepositoryId | string,
  exposure: Pick<Exposure, 'entry'>,
  alert: Alert,
  { publisher }: World,
): Promise<Raised> {
  if (typeof place === 'string') return { issue: null, problem: place };
  const made = await publisher.raiseIssue(place, {
    marker: markerOf(exposure),
    title: alertTitle(alert),
    body: alertBody(alert),
    labels: [ALERT_LABEL],
  });
  if ('problem' in made) return { issue: null, problem: made.problem };
  return { issue: { repository: repositoryKey(place), number: made.number }, problem: null };
}

/** Where the issue is to be; a sentence: nowhere. */
function placeOf(place: string, here: RepositoryId): RepositoryId | string {
  if (place === 'off') return 'The policy says `alerts: { repository: off }`.';
  if (place === 'here') return here;
  const there = parseRepositoryKey(place);
  if (there.owner.toLowerCase() === here.owner.toLowerCase()) return there;
  return `Alerts of ${here.owner} can only be raised in its own repositories, and the policy names ${place}.`;
}

/** Records that an exposure has ended, and closes its issue. */
export async function answer(
  exposure: Exposure,
  ending: { readonly how: Ending; readonly by: string | null; readonly at: string },
  owner: string,
  world: World,
): Promise<void> {
  const { how, by, at } = ending;
  const ended: Exposure = { ...exposure, how, by, until: at };
  const seconds = secondsExposed(ended, at);
  await world.store.append({
    owner,
    at: world.clock.now().toISOString(),
    kind: 'answered',
    subject: exposure.subject,
    body: { how, by, at, seconds, entry: exposure.entry },
  });
  await closeAlert(ended, owner, world);
}

/** Whether the issue of an exposure that has ended was seen to; once. */
export const closedPlace = (owner: string, { entry }: Pick<Exposure, 'entry'>): string =>
  `alert closed ${owner.toLowerCase()}:${entry}`;

/** Closes the issue of an exposure that has ended, once. */
export async function closeAlert(
  exposure: Exposure,
  owner: string,
  { store, publisher, clock }: World,
): Promise<void> {
  const { alert, how, by, until } = exposure;
  const place = closedPlace(owner, exposure);
  if (!alert?.issue || how === null || (await store.noted(place)) !== null) return;
  const { repository, number } = alert.issue;
  const seconds = secondsExposed(exposure, until ?? clock.now().toISOString());
  await publisher.closeIssue(parseRepositoryKey(repository), number, {
    marker: `${markerOf(exposure)}-ended`,
    markdown: endedBody({ how, by, seconds }),
  });
  await store.note(place, how);
}

/**
 * Looks whether the issue of an exposure was closed, and by whom: somebody entitled ends it, anybody else has it opened
 * again. Says what became of it.
 */
export async function lookAtIssue(
  exposure: Exposure,
  concerned: { readonly repository: RepositoryId; readonly people: readonly string[] },
  world: World,
): Promise<'stands' | 'answered' | 'gone'> {
  const issue = exposure.alert?.issue;
  if (!issue) return 'gone';
  const there = parseRepositoryKey(issue.repository);
  const found = await world.watch.issue(there, issue.number);
  if (found === null) return 'gone';
  if (found.state === 'open') return 'stands';
  const { closedBy, closedAt } = found;
  const { repository, people } = concerned;
  const person = closedBy?.type === 'User' ? await world.source.permission(repository, closedBy.login) : null;
  const why = closingRefused(closedBy, person?.permission ?? null, { people, who: exposure.who });
  if (why === null && closedBy) {
    const at = closedAt ?? world.clock.now().toISOString();
    await answer(exposure, { how: 'closed', by: closedBy.login, at }, repository.owner, world);
    return 'answered';
  }
  await world.publisher.reopenIssue(there, issue.number, {
    marker: `${markerOf(exposure)}-reopened`,
    markdown: reopenedBody(why ?? ''),
  });
  return 'stands';
}
