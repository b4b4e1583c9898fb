/** Ways into one in-memory GitHub: several, so that it can be told who asked, each with faults of its own. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitHub } from '../../../demo/github/github.ts';
import type { Traffic } from '../../../demo/github/rest/faults.ts';
import { createServer as createGitHubServer } from '../../../demo/github/rest/server.ts';
import type { Fault } from './faults.ts';

/** A request and when, in milliseconds of `performance.now()`. */
export interface Seen {
  readonly method: string;
  /** Without `/api/v3`. */
  readonly path: string;
  readonly body: string;
  readonly began: number;
  readonly ended: number;
  /** What GitHub itself took for it. */
  readonly worked: number;
  /** 0: the connection was cut. */
  readonly status: number;
}

export interface Door {
  /** What goes into `GHE_HOST`. */
  readonly host: string;
  close(): Promise<void>;
}

export interface DoorOptions {
  /** Asked for each request; null: it is answered as it should be. */
  readonly strike?: (request: { method: string; path: string }) => Fault | null;
  /** Told once it was answered. */
  readonly seen?: (request: Seen) => void;
}

/** Lets requests in to a GitHub; nothing else needs to be started. */
export async function openDoor(github: GitHub, options: DoorOptions = {}): Promise<Door> {
  const traffic: Traffic = { requests: [], faults: [] };
  const inner = createGitHubServer(github.state, github.deliveries, traffic);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const began = performance.now();
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const path = url.pathname.replace(/^\/api(\/v3)?/, '');
    const body = await text(request);
    const fault = options.strike?.({ method, path }) ?? null;
    const asked = performance.now();
    let status = fault?.instead?.status ?? 0;
    if (fault?.instead) send(response, fault.instead.status, fault.instead.headers, fault.instead.body);
    else {
      const plain = await inner.fetch(
        new Request(url, {
          method,
          headers: headersOf(request),
          ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
        }),
      );
      traffic.requests.length = 0;
      const given = await plain.text();
      const { cut, alter } = fault ?? {};
      if (cut === undefined) status = plain.status;
      if (cut === undefined) send(response, status, plain.headers, alter?.(given) ?? given);
      else cutOff(response, plain.status, plain.headers, given, cut);
    }
    const ended = performance.now();
    options.seen?.({ method, path, body, began, ended, worked: ended - asked, status });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (github.state.url === '') github.state.url = `http://${host}`;
  return {
    host,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  return headers;
}

type Pairs = Iterable<readonly [string, string]>;

function send(response: ServerResponse, status: number, headers: Pairs, body: string): void {
  for (const [name, value] of headers) if (name !== 'content-length') response.setHeader(name, value);
  response.writeHead(status);
  response.end(body);
}

/** Breaks an answer off after so great a share of it, 0: before its first byte. */
function cutOff(response: ServerResponse, status: number, headers: Pairs, body: string, share: number): void {
  if (share === 0) return void response.destroy();
  for (const [name, value] of headers) response.setHeader(name, value);
  response.setHeader('content-length', Buffer.byteLength(body));
  response.writeHead(status);
  response.write(body.slice(0, Math.max(1, Math.floor(body.length * share))), () => response.destroy());
}
