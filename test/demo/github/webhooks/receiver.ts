/** A web server that takes deliveries and remembers them, and a stage whose app sends them there. */
import { createServer } from 'node:http';
import { createStage } from '../stage.ts';
import type { AddressInfo } from 'node:net';
import type { Stage } from '../stage.ts';

export interface Received {
  readonly event: string;
  readonly guid: string;
  readonly signature: string;
  readonly text: string;
  readonly payload: Record<string, unknown> & { action?: string };
}

export interface Theatre {
  readonly stage: Stage;
  readonly received: Received[];
  /** The status that deliveries are answered with. */
  answerWith: number;
  install(repositories?: 'all' | Stage['shop'][]): ReturnType<Stage['github']['installApp']>;
  /** Runs an action and gives the names of the deliveries that it caused, sorted. */
  during(act: () => unknown): Promise<string[]>;
  close(): Promise<void>;
}

export const SECRET = 's3'.repeat(10);

export async function openTheatre(): Promise<Theatre> {
  const received: Received[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received.push({
        event: String(request.headers['x-github-event']),
        guid: String(request.headers['x-github-delivery']),
        signature: String(request.headers['x-hub-signature-256']),
        text,
        payload: JSON.parse(text) as Received['payload'],
      });
      response.writeHead(theatre.answerWith).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  const stage = await createStage({ webhook: { url: `http://127.0.0.1:${port}/hooks`, secret: SECRET } });
  const { github, acme, olga, app } = stage;
  const theatre: Theatre = {
    stage,
    received,
    answerWith: 202,
    install: (repositories = 'all') =>
      github.installApp({ app: app.app, account: acme, repositories, sender: olga }),
    async during(act) {
      await github.settle();
      received.length = 0;
      act();
      await github.settle();
      return received
        .map(({ event, payload }) => (payload.action ? `${event}.${payload.action}` : event))
        .toSorted();
    },
    async close() {
      await github.stop();
      await new Promise((resolve) => receiver.close(resolve));
    },
  };
  return theatre;
}
