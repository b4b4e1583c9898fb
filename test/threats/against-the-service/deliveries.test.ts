/** Ways to speak to the app in GitHub's name. */
import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import { configurationFrom } from '../../../src/server/configuration.ts';
import { createAcme } from '../../support/organization.ts';
import { createGate, type Gate } from '../../support/gate.ts';

let gate: Gate;
beforeAll(async () => {
  gate = await createGate();
});
afterAll(() => gate.close());

const CODE = { 'src/a.ts': 'export const a = 1;\n' };

describe('#31 deliveries that are not from GitHub, or not for the first time', () => {
  const url = (): string => gate.app.webhook?.url ?? '';
  const secret = (): string => gate.app.webhook?.secret ?? '';
  const sign = (body: string, key: string, algorithm = 'sha256'): string =>
    `${algorithm}=${createHmac(algorithm, key).update(body).digest('hex')}`;
  const standard = () => ({ 'x-github-delivery': randomUUID(), 'x-github-event': 'pull_request' });
  /** What came of a delivery, as the log says it. */
  const cameOf = (id: string): string[] =>
    gate
      .log()
      .split('\n')
      .filter((line) => line.includes(`"delivery":"${id}"`))
      .map((line) => (JSON.parse(line) as { readonly msg: string }).msg)
      .filter((msg) => msg === 'delivery stored' || msg === 'pull request evaluated');
  async function deliver(body: string, headers: Record<string, string>): Promise<number> {
    const response = await fetch(url(), { method: 'POST', headers: { ...standard(), ...headers }, body });
    return response.status;
  }

  test.each<[string, number, (body: string) => Record<string, string>]>([
    ['without a signature', 400, () => ({})],
    ['signed with SHA-1', 400, (body) => ({ 'x-hub-signature-256': sign(body, secret(), 'sha1') })],
    ['signed with another secret', 401, (body) => ({ 'x-hub-signature-256': sign(body, 'development') })],
    ['signed for another body', 401, (body) => ({ 'x-hub-signature-256': sign(`${body} `, secret()) })],
    ['signed with nothing', 401, (body) => ({ 'x-hub-signature-256': sign(body, '') })],
  ])('%s', async (_, status, headers) => {
    const acme = createAcme(gate);
    acme.agentOpens(CODE);
    await gate.settled();
    const { payload } = gate.github.deliveries.list.findLast(({ event }) => event === 'pull_request')!;
    const body = JSON.stringify(payload);
    const [forged, signed] = [randomUUID(), randomUUID()];
    expect(await deliver(body, { ...headers(body), 'x-github-delivery': forged })).toBe(status);
    // The very same, as GitHub signs it.
    const signature = { 'x-hub-signature-256': sign(body, secret()) };
    expect(await deliver(body, { ...signature, 'x-github-delivery': signed })).toBe(202);
    await gate.settled();
    expect(cameOf(forged)).toEqual([]);
    expect(cameOf(signed)).toEqual(['delivery stored', 'pull request evaluated']);
  });

  test.each(['said beforehand', 'not said'])('larger than GitHub ever sends, its size %s', async (said) => {
    const body = JSON.stringify({ text: 'x'.repeat(25 * 1024 * 1024) });
    const signature = sign(body, secret());
    const sent =
      said === 'not said'
        ? fetch(url(), {
            method: 'POST',
            headers: { ...standard(), 'x-hub-signature-256': signature },
            body: new Blob([body]).stream(),
            duplex: 'half',
          } as RequestInit).then(({ status }) => status)
        : deliver(body, { 'x-hub-signature-256': signature });
    // The connection may be cut before all of it was sent.
    expect(await sent.catch(() => 413)).toBe(413);
  });

  test('every delivery comes three times, in the wrong order, and late', async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const pull = acme.agentOpens(CODE);
    await gate.settled();
    github.deliveries.mishap = () => ({ copies: 3 });
    github.deliveries.hold();
    const review = github.review(pull, acme.bela, 'APPROVE');
    acme.push(pull, { 'src/a.ts': 'export const a = 2;\n' });
    github.dismissReview(pull, review, acme.ada);
    github.deliveries.release((held) => held.toReversed());
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
    const decisions = (await gate.record(pull)).filter(({ kind }) => kind === 'decision');
    expect(decisions.map(({ body }) => body['outcome'])).not.toContain('allow');
    github.deliveries.mishap = () => null;
    acme.review(pull, acme.bela);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 200 });
  });

  test('an approval that was delivered once is delivered again after it was withdrawn', async () => {
    const acme = createAcme(gate);
    const { github } = gate;
    const pull = acme.agentOpens(CODE);
    const review = github.review(pull, acme.bela, 'APPROVE');
    await gate.settled();
    const approval = github.deliveries.list.findLast(({ event }) => event === 'pull_request_review')!;
    github.dismissReview(pull, review, acme.ada);
    await gate.settled();
    const redelivered = await github.deliveries.redeliver(approval);
    expect(redelivered.statusCode).toBe(202);
    expect(await gate.verdict(pull, acme.nadia)).toMatchObject({ merge: 405 });
  });
});

test('#31 without a secret nothing starts', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const noFile = (): string => '';
  for (const secret of [{}, { WEBHOOK_SECRET: '' }]) {
    expect(configurationFrom({ APP_ID: '12', PRIVATE_KEY: key, ...secret }, noFile)).toEqual({
      problems: [expect.stringContaining('WEBHOOK_SECRET is missing')],
    });
  }
});
