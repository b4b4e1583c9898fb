import { Octokit } from '@octokit/rest';
import { attempt } from './api/errors.ts';

/** Exchanges the code that GitHub sends back after the setup page for the app's credentials. Works once. */
export async function registerFromManifest({
  baseUrl,
  code,
  fetch,
}: {
  readonly baseUrl: string;
  readonly code: string;
  /** By way of a proxy; undefined: the usual one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}): Promise<{
  appId: number;
  privateKey: string;
  webhookSecret: string;
  clientId: string;
  clientSecret: string;
  url: string;
}> {
  // What goes wrong is told by rejecting, not on the console.
  const octokit = new Octokit({
    baseUrl,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    request: { fetch },
  });
  const { data } = await attempt('register the app', async () =>
    octokit.rest.apps.createFromManifest({ code }),
  );
  return {
    appId: data.id,
    privateKey: data.pem,
    webhookSecret: data.webhook_secret ?? '',
    clientId: data.client_id,
    clientSecret: data.client_secret,
    url: data.html_url,
  };
}
