import { once } from 'node:events';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { listen } from '../../src/server/listen.ts';

const app = new Hono().post('/', async (context) => context.text(await context.req.text()));
const here = { host: '127.0.0.1', port: 0 };

test('answers, and says which port is taken', async () => {
  const { url, close } = await listen(app, here);
  try {
    const response = await fetch(url, { method: 'POST', body: 'hello' });
    expect(await response.text()).toBe('hello');
    const port = Number(new URL(url).port);
    await expect(listen(app, { ...here, port })).rejects.toThrow(
      `port ${port} is in use; set PORT to another one`,
    );
  } finally {
    await close();
  }
});

test.each([
  ['headers', 'POST / HTTP/1.1\r\nhost: x\r\n'],
  ['body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc'],
])('a client that never ends its %s is sent away', async (_name, text) => {
  const timeouts = { requestTimeout: 300, headersTimeout: 200, connectionsCheckingInterval: 50 };
  const { url, close } = await listen(app, here, timeouts);
  try {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(text);
    const began = performance.now();
    socket.resume();
    await once(socket, 'close');
    expect(performance.now() - began).toBeLessThan(3_000);
  } finally {
    await close();
  }
});
