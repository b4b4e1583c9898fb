import type { Delivery } from '../../../demo/github/github.ts';
import type { Stage } from '../github/stage.ts';
import type { Random } from '../random.ts';

/** How deliveries went astray, and which were found again. */
export interface Mishaps {
  /** Deliveries of what people and agents did; those about AgentGuard's own answers do not count. */
  readonly made: number;
  readonly repeated: number;
  readonly delayed: number;
  /** GUIDs that were answered with 202 at least once. */
  acknowledged(): string[];
  /** How many were not at the first attempt. */
  failedAtFirst(): number;
  /** GUIDs that never were. */
  neverAnswered(): string[];
}

/** Sends some deliveries twice, some late, and some again although they were answered. Nothing that failed is sent again. */
export function createMishaps({ github, app }: Stage, random: Random): Mishaps {
  let [made, repeated, delayed] = [0, 0, 0];
  const answered = new Set<string>();
  github.deliveries.mishap = (delivery) => {
    noteAnswers(delivery, answered);
    const isEcho = delivery.event === 'check_run' || delivery.redelivery;
    if (isEcho) return null;
    made++;
    const copies = random.chance(0.1) ? random.pick([2, 3]) : 1;
    const delayMs = random.chance(0.3) ? random.between(0, 3000) : 0;
    if (copies > 1) repeated++;
    if (delayMs > 0) delayed++;
    if (random.chance(0.02)) setTimeout(() => again(delivery), random.between(1000, 20_000));
    return { copies, delayMs };
  };
  function again(delivery: Delivery): void {
    if (delivery.statusCode === 202) void github.deliveries.redeliver(delivery);
  }
  const mine = (): Delivery[] => github.deliveries.list.filter((delivery) => delivery.app === app);
  const acknowledged = (): string[] => {
    for (const { statusCode, guid } of mine()) if (statusCode === 202) answered.add(guid);
    return [...answered];
  };
  const neverAnswered = (): string[] => {
    const found = new Set(acknowledged());
    return [...new Set(mine().map(({ guid }) => guid))].filter((guid) => !found.has(guid));
  };
  return {
    get made() {
      return made;
    },
    get repeated() {
      return repeated;
    },
    get delayed() {
      return delayed;
    },
    acknowledged,
    neverAnswered,
    failedAtFirst: () =>
      mine().filter(({ redelivery, statusCode }) => !redelivery && statusCode !== 202).length,
  };
}

/** Of several attempts with one delivery the last one's answer stands in it; here none is forgotten. */
function noteAnswers(delivery: Delivery, answered: Set<string>): void {
  let { statusCode } = delivery;
  Object.defineProperty(delivery, 'statusCode', {
    enumerable: true,
    get: () => statusCode,
    set(code: number) {
      statusCode = code;
      if (code === 202) answered.add(delivery.guid);
    },
  });
}
