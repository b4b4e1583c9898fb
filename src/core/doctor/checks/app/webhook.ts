import type { Check } from '../../check.ts';
import type { AppState, SentDelivery } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { APP, UNSEEN } from '../../healthy.ts';
import { pass, problem, unseen, warning, type Line } from '../../line.ts';

export const webhook: Check<AppState> = {
  id: 'webhook',
  title: 'Deliveries',
  why: 'AgentGuard looks at a pull request when GitHub tells it that something happened. While deliveries fail, the check stays where it is: pull requests that need it wait.',
  inspect({ webhook: address, deliveries }) {
    const lines = [...ofAddress(address), ...ofDeliveries(deliveries)];
    return lines;
  },
  examples: [
    {
      when: 'all arrive',
      facts: APP,
      lines: [
        'pass: Deliveries go to https://guard.example.com/api/github/webhooks.',
        'pass: The last 2 deliveries arrived.',
      ],
    },
    {
      when: 'there is no address, and nothing was sent',
      facts: { ...APP, webhook: seen(null), deliveries: seen([]) },
      lines: [
        'problem: The app has no webhook address, so it hears of nothing.',
        'unseen: GitHub has sent nothing in the last three days, so nobody knows whether deliveries arrive.',
      ],
    },
    {
      when: 'the address is one that GitHub cannot reach, and the last delivery failed',
      facts: {
        ...APP,
        webhook: seen('http://localhost:3000/api/github/webhooks'),
        deliveries: seen([
          {
            guid: 'c',
            event: 'push',
            at: '2026-03-01T09:00:00Z',
            code: 0,
            status: 'failed to connect to host',
          },
          { guid: 'b', event: 'push', at: '2026-03-01T08:00:00Z', code: 202, status: 'OK' },
        ]),
      },
      lines: [
        'warning: Deliveries go to http://localhost:3000/api/github/webhooks, which only this machine reaches.',
        'problem: The last delivery failed: push of 2026-03-01T09:00:00Z, "failed to connect to host".',
      ],
    },
    {
      when: 'some failed, and the last arrived',
      facts: {
        ...APP,
        deliveries: seen([
          { guid: 'd', event: 'push', at: '2026-03-01T09:00:00Z', code: 202, status: 'OK' },
          {
            guid: 'c',
            event: 'push',
            at: '2026-03-01T08:30:00Z',
            code: 500,
            status: 'Invalid HTTP Response: 500',
          },
        ]),
      },
      lines: [
        'pass: Deliveries go to https://guard.example.com/api/github/webhooks.',
        'warning: 1 of the last 2 deliveries failed; the last arrived. The failed ones: push of 2026-03-01T08:30:00Z, "Invalid HTTP Response: 500".',
      ],
    },
    {
      when: 'GitHub does not tell',
      facts: { ...APP, webhook: UNSEEN, deliveries: UNSEEN },
      lines: [
        'unseen: Where deliveries go cannot be seen. GitHub shows it to admins only.',
        'unseen: Whether deliveries arrive cannot be seen. GitHub shows it to admins only.',
      ],
    },
  ],
};

function ofAddress(address: AppState['webhook']): Line[] {
  if (!address.seen) return [unseen(`Where deliveries go cannot be seen. ${address.reason}`, address.mend)];
  const url = address.value;
  const set = 'Set it in the settings of the app: https://<your server>/api/github/webhooks.';
  if (url === null) return [problem('The app has no webhook address, so it hears of nothing.', set)];
  if (/^https?:\/\/(?:localhost|127\.|\[::1\])/.test(url)) {
    return [warning(`Deliveries go to ${url}, which only this machine reaches.`, set)];
  }
  return [pass(`Deliveries go to ${url}.`)];
}

const arrived = ({ code }: SentDelivery): boolean => code >= 200 && code < 300;

function ofDeliveries(deliveries: AppState['deliveries']): Line[] {
  if (!deliveries.seen) {
    return [unseen(`Whether deliveries arrive cannot be seen. ${deliveries.reason}`, deliveries.mend)];
  }
  const list = deliveries.value;
  const last = list[0];
  if (!last) {
    return [
      unseen(
        'GitHub has sent nothing in the last three days, so nobody knows whether deliveries arrive.',
        'Open a pull request in a repository that the app is installed on, and look again.',
      ),
    ];
  }
  const later = new Set(list.filter(arrived).map(({ guid }) => guid));
  // What arrived when it was sent again is mended already.
  const failed = list.filter((each) => !arrived(each) && !later.has(each.guid));
  const named = (each: SentDelivery): string => `${each.event} of ${each.at}, "${each.status}"`;
  if (!arrived(last) && failed.includes(last)) {
    return [
      problem(
        `The last delivery failed: ${named(last)}.`,
        'See that the server runs and that GitHub reaches it under that address. AgentGuard asks for failed deliveries again by itself once it runs.',
      ),
    ];
  }
  const count = list.length === 1 ? 'The last delivery' : `The last ${list.length} deliveries`;
  if (failed.length === 0) return [pass(`${count} arrived.`)];
  return [
    warning(
      `${failed.length} of the last ${list.length} deliveries failed; the last arrived. The failed ones: ${failed.slice(0, 3).map(named).join('; ')}${failed.length > 3 ? '; and others' : ''}.`,
      "AgentGuard asks for them again by itself. If more fail, look at the server's log.",
    ),
  ];
}
