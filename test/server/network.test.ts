import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Octokit } from '@octokit/rest';
import type { ProxySettings } from '../../src/server/configuration.ts';
import { fetchThrough } from '../../src/server/network.ts';

/** Listens on a free port and is closed with everything that hangs on it. */
async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const servers: Server[] = [];
const seen: { target: string; authorization: string | undefined }[] = [];
let origin = '';
let proxy = '';

beforeAll(async () => {
  origin = await listening(
    createServer((request, response) => {
      if (request.url === '/never') return;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ method: request.method, url: request.url }));
    }),
  );
  const tunnels = createServer();
  tunnels.on('connect', (request, socket) => {
    seen.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) {
      end.on('error', () => {});
      end.on('close', () => (end === onward ? socket : onward).destroy());
    }
  });
  proxy = await listening(tunnels);
});
beforeEach(() => void (seen.length = 0));
afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const through = (settings: Partial<ProxySettings>): typeof fetch => {
  const made = fetchThrough({ https: null, http: null, except: '', ...settings });
  if (!made) throw new Error('There should have been one.');
  return made;
};

test('without a proxy there is nothing to put in the place of fetch', () => {
  expect(fetchThrough(null)).toBeUndefined();
});

test('octokit goes through the proxy', async () => {
  const octokit = new Octokit({
    baseUrl: `http://${origin}`,
    request: { fetch: through({ http: `http://${proxy}` }) },
  });
  const { status, data } = await octokit.request('POST /graphql', { query: '{}' });
  expect([status, data]).toEqual([200, { method: 'POST', url: '/graphql' }]);
  expect(seen).toEqual([{ target: origin, authorization: undefined }]);
});

test('a proxy for https is no proxy for http', async () => {
  expect((await through({ https: `http://${proxy}` })(`http://${origin}/`)).status).toBe(200);
  expect(seen).toEqual([]);
});

test('the proxy is told name and password', async () => {
  await through({ http: `http://name:word@${proxy}` })(`http://${origin}/`);
  const authorization = `Basic ${Buffer.from('name:word').toString('base64')}`;
  expect(seen).toEqual([{ target: origin, authorization }]);
});

test.each([
  ['127.0.0.1', 0],
  ['*', 0],
  ['ghe.example, 127.0.0.1', 0],
  ['127.0.0.1:1', 1],
  ['ghe.example', 1],
])('what is excepted is reached directly: %s', async (except, tunnels) => {
  expect((await through({ http: `http://${proxy}`, except })(`http://${origin}/`)).status).toBe(200);
  expect(seen).toHaveLength(tunnels);
});

test('a signal ends a request that has no answer', async () => {
  const fetch = through({ http: `http://${proxy}` });
  const began = performance.now();
  await expect(fetch(`http://${origin}/never`, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(seen).toHaveLength(1);
});

test('a proxy that is not there is an error', async () => {
  await expect(through({ http: 'http://127.0.0.1:1' })(`http://${origin}/`)).rejects.toThrow('fetch failed');
});

describe('an authority of one’s own', () => {
  let folder = '';
  let address = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'agentguard-ca-'));
    makeCertificates(folder);
    const [key, cert] = ['server.key', 'server.pem'].map((name) => readFileSync(join(folder, name)));
    address = await listening(createTlsServer({ key, cert }, (_request, response) => response.end('hello')));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a process of its own gets, since Node reads the variable when it starts. */
  async function fetched(environment: Record<string, string>): Promise<string> {
    const { PATH = '' } = process.env;
    const asking = spawn(process.execPath, ['--input-type=module', '--eval', ASK], {
      env: { PATH, ADDRESS: `https://${address}/`, ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    asking.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(asking, 'close');
    return text;
  }
  // With and without a proxy: both have to trust it.
  const ASK = `
    import { EnvHttpProxyAgent, fetch as fetchWith } from 'undici';
    const { ADDRESS, PROXY } = process.env;
    const asked = PROXY
      ? fetchWith(ADDRESS, { dispatcher: new EnvHttpProxyAgent({ httpsProxy: PROXY, noProxy: '' }) })
      : fetch(ADDRESS);
    console.log(await asked.then((response) => response.text(), (error) => error.cause.code));
    process.exit(0);
  `;

  test.each([
    ['directly', () => ({})],
    ['through a proxy', () => ({ PROXY: `http://${proxy}` })],
  ])('is trusted when NODE_EXTRA_CA_CERTS names it, and only then: %s', async (_name, how) => {
    expect(await fetched(how())).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE\n');
    expect(await fetched({ ...how(), NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') })).toBe('hello\n');
  });
});

function makeCertificates(folder: string): void {
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Test CA',
    '-days',
    '2',
  );
  openssl(
    'req',
    '-new',
    ...key,
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
  );
  openssl(
    'x509',
    '-req',
    '-in',
    'server.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-copy_extensions',
    'copy',
    '-out',
    'server.pem',
    '-days',
    '2',
  );
}
