import type { AppState, Asked, Seen, SentDelivery } from '../../../core/doctor/facts.ts';
import { SourceError } from '../../../ports.ts';
import { sourceError } from '../api/errors.ts';
import type { AppClients } from '../client.ts';
import { look } from './eyes.ts';

const LAST = 30;

const OF_APP = {
  reason: 'GitHub did not show it to the app.',
  mend: 'Look at the page "Advanced" in the settings of the app.',
};

/**
 * The app as it is registered, and how its deliveries fare.
 * @param needs what this version needs: app.yml
 * @throws {SourceError} if it cannot sign in; also where a wrong clock is the reason, which is said
 */
export async function readApp({ app }: AppClients, needs: Asked, now: () => Date): Promise<AppState> {
  const answer = await app.rest.apps.getAuthenticated().catch((error: unknown) => {
    const failure = sourceError('sign in as the app', error);
    const { response } = error as { response?: { headers?: Record<string, string | undefined> } };
    const off = aheadOf(response?.headers?.['date'], now());
    if (off === null || Math.abs(off) <= 60) throw failure;
    const which = off > 0 ? 'ahead of' : 'behind';
    throw new SourceError(
      `${failure.message} This machine's clock is ${Math.round(Math.abs(off))} seconds ${which} GitHub's: set it right first.`,
      { retryAfterSeconds: null, resting: false, cause: error },
    );
  });
  const { data, headers } = answer;
  if (!data) throw new SourceError('Could not sign in as the app: GitHub gave no answer.');
  const webhook: Seen<string | null> = await look(
    [app],
    'read where deliveries go',
    async (client) => (await client.rest.apps.getWebhookConfigForApp()).data.url ?? null,
    OF_APP,
  );
  const deliveries: Seen<readonly SentDelivery[]> = await look(
    [app],
    'list the deliveries of the app',
    async (client) =>
      (await client.rest.apps.listWebhookDeliveries({ per_page: LAST })).data.map((each) => ({
        guid: each.guid,
        event: each.action === null ? each.event : `${each.event}.${each.action}`,
        at: each.delivered_at,
        code: each.status_code,
        status: each.status,
      })),
    OF_APP,
  );
  const owner = data.owner && 'login' in data.owner ? data.owner.login : '';
  return {
    id: data.id,
    name: data.name,
    owner,
    asks: { permissions: data.permissions as Asked['permissions'], events: data.events },
    needs,
    clockAhead: aheadOf(headers.date, now()),
    webhook,
    deliveries,
  };
}

function aheadOf(date: string | undefined, now: Date): number | null {
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) ? null : (now.getTime() - theirs) / 1000;
}
