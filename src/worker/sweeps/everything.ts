import { installationKey } from '../keys.ts';
import { PRIORITY } from '../priority.ts';
import { noteFullLook } from './schedule.ts';
import type { Sweep } from './sweep.ts';

/** Has every open pull request of every installation evaluated anew, as after an upgrade. */
export async function everything({ store, clock, log, source, version, look, what }: Sweep): Promise<void> {
  const active = (await source.list()).filter(({ suspended }) => !suspended);
  await look(
    active.map(({ id }) => ({
      kind: 'installation',
      key: installationKey(id),
      installationId: id,
      priority: PRIORITY.sweep,
    })),
  );
  await noteFullLook(store, version, clock.now());
  log.info({ sweep: what, installations: active.length, version }, 'everything is evaluated anew');
}
