/**
 * `npm run bench:requests`: what each event on a pull request asks of GitHub, by kind, counted at the GitHub that lives
 * in memory, through the server as it runs; and how that grows with the files of the pull request.
 */
import { parseArgs } from 'node:util';
import type { PullRequest } from '../demo/github/github.ts';
import { createGate } from '../test/support/gate.ts';
import { createAcme, DATABASE_POLICY } from '../test/support/organization.ts';
import { countRequests } from '../test/support/requests.ts';

const { values } = parseArgs({
  options: { files: { type: 'string', default: '10,100,300,1000,3000' } },
});
const sizes = values.files.split(',').map(Number);

/** What the limits of GitHub are held against; the rest comes only when it is needed. */
const ALWAYS = ['query pullRequest', 'files compared', 'check run'];

type Row = readonly [files: number, event: string, counts: Readonly<Record<string, number>>];

/** Each event once, on a pull request with so many files; in a process that has evaluated another before. */
async function measure(files: number): Promise<Row[]> {
  const gate = await createGate();
  try {
    const acme = createAcme(gate, { '.agentguard.yml': DATABASE_POLICY });
    const changed = (count: number, mark: string): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`db/${index}.md`, `${mark}\n`]));
    await gate.settled();
    await gate.answer(acme.agentOpens(changed(1, 'first')));
    // Sweeps go at a pace of their own.
    for (let round = 0; round < 3; round++) await gate.later(60);

    const rows: Row[] = [];
    const count = async (event: string, happen: () => void): Promise<void> =>
      void rows.push([files, event, await countRequests(gate, happen)]);
    let pull: PullRequest | undefined;
    const open = (): PullRequest => pull ?? (pull = acme.agentOpens(changed(files, 'a')));
    await count('opened', () => void open());
    await count('synchronize', () => acme.push(open(), changed(files, 'b')));
    await count('review', () => acme.review(open(), acme.bela));
    await count('review that passes', () => acme.review(open(), acme.olga));
    await count('comment command', () => void gate.github.comment(open(), acme.nadia, '/agentguard recheck'));
    await count('enqueued, group of one', () => void gate.github.enqueue(open(), acme.nadia));
    return rows;
  } finally {
    await gate.close();
  }
}

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const sum = (counts: Readonly<Record<string, number>>, wanted: (kind: string) => boolean): number =>
  Object.entries(counts).reduce((all, [kind, count]) => all + (wanted(kind) ? count : 0), 0);

say('| files | event | always | apart | by kind |');
say('| ---: | --- | ---: | ---: | --- |');
for (const size of sizes) {
  for (const [files, event, counts] of await measure(size)) {
    const isAlways = (kind: string): boolean => ALWAYS.includes(kind);
    const kinds = Object.entries(counts)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, number]) => `${number} ${kind}`);
    const apart = sum(counts, (kind) => !isAlways(kind));
    say(`| ${files} | ${event} | ${sum(counts, isAlways)} | ${apart} | ${kinds.join(', ')} |`);
  }
}
