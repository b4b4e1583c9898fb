import { EnvHttpProxyAgent, fetch as fetchWith, type RequestInit } from 'undici';
import type { ProxySettings } from './configuration.ts';

/**
 * `fetch` by way of a proxy, in a tunnel, with what is excepted reached directly; undefined where there is no proxy, so
 * that whoever gets it uses their own. Redirects, signals and bodies are as with any `fetch`. Certificates are checked
 * against the usual authorities and those of NODE_EXTRA_CA_CERTS.
 */
export function fetchThrough(proxy: ProxySettings | null): typeof fetch | undefined {
  if (proxy === null) return undefined;
  // Blank rather than absent: what is absent it would look up in the environment.
  const dispatcher = new EnvHttpProxyAgent({
    httpsProxy: proxy.https ?? '',
    httpProxy: proxy.http ?? '',
    noProxy: proxy.except,
  });
  const through = (input: string | URL, init?: RequestInit): ReturnType<typeof fetchWith> =>
    fetchWith(input, { ...init, dispatcher });
  // The types of undici and of Node describe the same thing and do not fit each other.
  return through as unknown as typeof fetch;
}
