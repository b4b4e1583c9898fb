/**
 * A Probot server that does nothing with what it receives: no log, no store. Listens on PORT; its app is told in APP_ID,
 * PRIVATE_KEY and WEBHOOK_SECRET.
 */
import { createServer } from 'node:http';
import { createNodeMiddleware, Probot } from 'probot';
import { pino } from 'pino';

const { APP_ID = '', PRIVATE_KEY = '', WEBHOOK_SECRET = '', PORT = '' } = process.env;
const probot = new Probot({
  appId: APP_ID,
  privateKey: PRIVATE_KEY,
  secret: WEBHOOK_SECRET,
  log: pino({ level: 'silent' }),
});
const middleware = await createNodeMiddleware(
  (app) => {
    app.onAny(async () => {});
  },
  { probot, webhooksPath: '/api/github/webhooks' },
);
const server = createServer((request, response) => {
  if (request.url === '/healthz') response.end('ok');
  else void middleware(request, response);
});
server.listen(Number(PORT), '127.0.0.1');
