import type { SentDelivery } from '../../ports/sweeps.ts';
import { attempt, sourceError, statusOf } from './api/errors.ts';
import type { AppClients } from './client.ts';

/** What of the app's own deliveries GitHub lists, page by page: it keeps them for three days. */
export interface Deliveries {
  /** Newest first. Rejects with SourceError. */
  deliveries(cursor: string | null): Promise<{ items: readonly SentDelivery[]; next: string | null }>;
  /** Has one sent again, under the same GUID. false: GitHub has it no longer. Rejects with SourceError. */
  redeliver(id: number): Promise<boolean>;
}

export function deliveries({ app }: AppClients): Deliveries {
  return {
    async deliveries(cursor) {
      const { data, headers } = await attempt('list the deliveries of the app', async () =>
        app.rest.apps.listWebhookDeliveries({ per_page: 100, ...(cursor === null ? {} : { cursor }) }),
      );
      const next = /<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1];
      return {
        items: data.map((each) => ({
          id: each.id,
          guid: each.guid,
          at: each.delivered_at,
          status: each.status_code,
          event: each.event,
          action: each.action,
          installationId: each.installation_id,
        })),
        next: next === undefined ? null : new URL(next).searchParams.get('cursor'),
      };
    },
    async redeliver(id) {
      try {
        await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id });
        return true;
      } catch (error) {
        if ([404, 422].includes(statusOf(error) ?? 0)) return false;
        throw sourceError(`have delivery ${id} sent again`, error);
      }
    },
  };
}
