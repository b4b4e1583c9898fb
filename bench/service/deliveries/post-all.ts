import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Loaded } from './load.ts';
import type { Payload } from './payloads.ts';

const LOAD = fileURLToPath(new URL('load.js', import.meta.url));

export const writePayloads = (file: string, payloads: readonly Payload[]): void =>
  writeFileSync(file, payloads.map((payload) => `${JSON.stringify(payload)}\n`).join(''));

export interface Posting {
  /** Made by `writePayloads`. */
  readonly file: string;
  readonly secret: string;
  readonly requests: number;
  readonly connections: number;
}

/** Posts so many deliveries to a server, from a process of its own. */
export async function postAll(url: string, posting: Posting): Promise<Loaded> {
  const { file, secret, requests, connections } = posting;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [LOAD, file, `${url}/api/github/webhooks`, String(requests), String(connections)],
    { env: { SECRET: secret } },
  );
  return JSON.parse(stdout) as Loaded;
}
