import { createHash, generateKeyPairSync } from 'node:crypto';
import { asStored, followChain, type ChainSeen } from '../../../src/core/export/chain.ts';
import { checkFile, type FileSeen } from '../../../src/core/export/check.ts';
import type { About, ChainedEntry, Part } from '../../../src/core/export/entry.ts';
import { jsonlEnd, jsonlHead, jsonlLine } from '../../../src/core/export/jsonl.ts';
import { redactionsIn } from '../../../src/core/export/redactions.ts';
import { signCheckpoint } from '../../../src/core/record/checkpoint.ts';
import { contentOf } from '../../../src/core/record/entry.ts';
import { recordKey } from '../../../src/core/record/key.ts';
import { signRedaction } from '../../../src/core/record/redaction.ts';
import { chainOf } from '../../support/chain.ts';

const ALL: Part = { owner: 'acme', from: null, to: null, repository: null };
const KEY = recordKey(
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
);

/** A file as it is exported, line by line. */
function exported(entries: readonly ChainedEntry[], part: Part = ALL, more: Partial<About> = {}): string[] {
  const about = { part, version: '1', exportedAt: '', command: '', checkpoint: null, ...more };
  const redactions = entries.filter(({ kind }) => kind === 'redaction').map(asStored);
  const chain = followChain(part, redactionsIn('acme', redactions));
  const lines = [jsonlHead(about, redactions)];
  for (const entry of entries.map(asStored)) {
    chain.take(entry);
    lines.push(jsonlLine(entry));
  }
  const digest = createHash('sha256').update(lines.join('')).digest('hex');
  lines.push(jsonlEnd(chain.seen(), new Map([['decision', entries.length]]), digest));
  return lines.map((line) => line.slice(0, -1));
}

function check(lines: readonly string[]): FileSeen {
  const checking = checkFile();
  for (const line of lines) checking.take(line);
  return checking.end();
}

const MANY = chainOf(
  { body: { outcome: 'block', reason: 'with "quotation marks", \u2028 and \ud800' } },
  { subject: 'acme/site#1' },
  {},
  { kind: 'merge', body: { mergedBy: 'nadia', hash: 'a'.repeat(64) } },
  {},
);

test('the way that the file tells is enough: a hash is of the line without it', () => {
  const [head, ...rest] = exported(MANY);
  expect(head).toContain('without the member \\"hash\\" and the comma after it');
  let previous = '0'.repeat(64);
  for (const line of rest.slice(0, -1)) {
    const entry = JSON.parse(line) as { hash: string; previous: string };
    const content = line.replace(`"hash":"${entry.hash}",`, '');
    expect(createHash('sha256').update(content).digest('hex')).toBe(entry.hash);
    expect(entry.previous).toBe(previous);
    previous = entry.hash;
  }
  const summary = JSON.parse(rest.at(-1) ?? '') as { summary: { digest: string } };
  const before = [head, ...rest.slice(0, -1)].map((line) => `${line}\n`).join('');
  expect(summary.summary.digest).toBe(createHash('sha256').update(before).digest('hex'));
});

describe('a file that holds', () => {
  test.each<[string, string[], Partial<FileSeen>]>([
    ['everything', exported(MANY), { entries: 5, gaps: 0, last: { sequence: 5, hash: MANY[4]?.hash ?? '' } }],
    ['nothing', exported([]), { entries: 0, last: null }],
    [
      'one repository',
      exported(
        [MANY[0], MANY[2], MANY[4]].flatMap((each) => each ?? []),
        { ...ALL, repository: 'acme/shop' },
      ),
      { entries: 3, gaps: 2 },
    ],
    ['a time', exported(MANY.slice(2, 4), { ...ALL, from: '2026-03-03' }), { entries: 2, gaps: 0 }],
    [
      'a time that clocks cut into',
      exported(
        [MANY[1], MANY[4]].flatMap((each) => each ?? []),
        { ...ALL, to: '2026-04' },
      ),
      { entries: 2, gaps: 1 },
    ],
  ])('%s', (_, lines, expected) => {
    expect(check(lines)).toMatchObject({ problems: 0, named: [], ...expected });
  });
});

/** One line made another. */
const changed = (index: number, change: (line: string) => string): string[] =>
  exported(MANY).map((line, at) => (at === index ? change(line) : line));

describe('what is found of a file that was', () => {
  test.each<[string, string[], RegExp]>([
    ['cut off', exported(MANY).slice(0, -1), /The summary is missing: the file was cut off/],
    ['cut off within a line', changed(6, (line) => line.slice(0, 50)), /Line 7 is no entry/],
    ['emptied', [], /The file is empty/],
    ['altered in a body', changed(3, (line) => line.replace('allow', 'block')), /entry 3: It was altered/],
    ['altered in a subject', changed(2, (line) => line.replace('site', 'shop')), /entry 2: It was altered/],
    ['robbed of an entry', exported(MANY).toSpliced(3, 1), /entry 4: Entries before it are missing/],
    ['robbed of its first entry', exported(MANY).toSpliced(1, 1), /entry 2: Entries before it are missing/],
    [
      'robbed of its last entry',
      exported(MANY).toSpliced(5, 1),
      /The summary counts 5 entries, and there are 4/,
    ],
    [
      'put in another order',
      exported(MANY)
        .toSpliced(3, 1)
        .toSpliced(2, 0, exported(MANY)[3] ?? ''),
      /entry 2: It does not come after the one before it/,
    ],
    ['given an entry twice', exported(MANY).toSpliced(2, 0, exported(MANY)[1] ?? ''), /does not come after/],
    [
      'given an entry of another chain',
      exported(MANY).toSpliced(3, 1, exported(chainOf({}, {}, { body: { outcome: 'other' } }))[3] ?? ''),
      /entry 3: It does not follow the one before it/,
    ],
    ['given another head', changed(0, (line) => line.replace('"version":"1"', '"version":"2"')), /digest/],
    [
      'given a member more',
      changed(2, (line) => line.replace('{', '{"a":1,')),
      /not written as it was exported/,
    ],
    ['given a line after its end', [...exported(MANY), '{}'], /Line 8 comes after the summary/],
    ['another file', ['{"hello":1}'], /this is no export of the record/],
    ['no JSON', ['a,b,c'], /this is no export of the record/],
    ['of another owner', exported(chainOf({ owner: 'umbrella' })), /entry 1: It is of umbrella/],
  ])('%s', (_, lines, expected) => {
    const { problems, named } = check(lines);
    expect(problems).toBeGreaterThan(0);
    expect(named.join('\n')).toMatch(expected);
  });

  test('changed in any single byte', () => {
    const text = exported(MANY.slice(0, 2))
      .map((line) => `${line}\n`)
      .join('');
    const bytes = Buffer.from(text);
    // Of the last line only what it says of the others is held against them; the kinds are for reading.
    const ends = text.lastIndexOf('\n', text.length - 2);
    const missed: string[] = [];
    for (let at = 0; at < Buffer.byteLength(text.slice(0, ends)); at += 3) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      const lines = copy.toString('utf8').split('\n').slice(0, -1);
      if (check(lines).problems === 0) missed.push(`byte ${at}: ${text.slice(at - 20, at + 20)}`);
    }
    expect(missed).toEqual([]);
  });

  test('broken in more places than are named', () => {
    const many = chainOf(...Array.from({ length: 60 }, () => ({})));
    const lines = exported(many).map((line) => line.replace('\\"allow\\"', '\\"block\\"'));
    const { problems, named } = check(lines);
    expect(problems).toBeGreaterThanOrEqual(60);
    expect(named).toHaveLength(20);
  });
});

describe('personal data that was taken out', () => {
  const [first, second] = chainOf({ body: { outcome: 'allow', author: 'nadia' } }, {});
  if (!first || !second) throw new Error('There is no chain.');
  const left: ChainedEntry = { ...first, body: { outcome: 'allow', author: 'redacted' } };
  const said = (entry: ChainedEntry) => ({
    what: 'a login',
    by: 'ada',
    reason: 'asked for',
    redacted: [{ sequence: 1, hash: entry.hash, content: contentOf(asStored(entry)) }],
  });
  const chain = (body: object): ChainedEntry[] => {
    const three = chainOf(
      { body: first.body },
      {},
      { kind: 'redaction', subject: 'acme', body: body as Record<string, unknown> },
    );
    return [left, ...three.slice(1)];
  };

  test('is no break where a signed entry says so', () => {
    const entries = chain(signRedaction('acme', said(left), KEY));
    expect(check(exported(entries))).toMatchObject({ problems: 0, redacted: 1, keys: [KEY.id] });
  });

  test.each<[string, object]>([
    ['nothing says so', {}],
    ['what says so is not signed', { ...signRedaction('acme', said(left), KEY), reason: 'another' }],
    ['something else is left', signRedaction('acme', said(first), KEY)],
    ['it was signed for another owner', signRedaction('umbrella', said(left), KEY)],
  ])('is one where %s', (_, body) => {
    expect(check(exported(chain(body))).named.join()).toMatch(/entry 1: It was altered/);
  });
});

describe('a checkpoint', () => {
  const at = '2026-03-09T00:00:00.000Z';
  const checkpoint = (sequence: number, hash: string) =>
    signCheckpoint({ owner: 'acme', sequence, hash, at, previous: 0 }, KEY);
  const hash = MANY[2]?.hash ?? '';

  test.each<[string, Partial<About>, Partial<FileSeen>]>([
    [
      'agrees',
      { checkpoint: checkpoint(3, hash) },
      { checkpoint: { sequence: 3, key: KEY.id, isMet: true } },
    ],
    [
      'of what is not in the file',
      { checkpoint: checkpoint(9, hash) },
      { checkpoint: { sequence: 9, key: KEY.id, isMet: false } },
    ],
    ['of another hash', { checkpoint: checkpoint(2, hash) }, { problems: 1 }],
    [
      'that was altered',
      { checkpoint: { ...checkpoint(3, hash), at: '2027' } },
      { problems: 1, checkpoint: null },
    ],
  ])('%s', (_, about, expected) => {
    expect(check(exported(MANY, ALL, about))).toMatchObject(expected);
  });
});

describe('a part of a chain', () => {
  const seen = (entries: readonly ChainedEntry[], part: Partial<Part>): ChainSeen => {
    const chain = followChain({ ...ALL, ...part }, { entries: new Map(), keys: new Set() });
    for (const entry of entries.map(asStored)) chain.take(entry);
    return chain.seen();
  };

  test('that is all of it may leave nothing out', () => {
    expect(seen(MANY.toSpliced(1, 2), {})).toMatchObject({ problems: 1, gaps: 1, named: [{ sequence: 4 }] });
    expect(seen(MANY.slice(1), {})).toMatchObject({ problems: 1, named: [{ sequence: 2 }] });
  });

  test('that is not may', () => {
    expect(seen(MANY.toSpliced(1, 2), { repository: 'acme/shop' })).toMatchObject({ problems: 0, gaps: 1 });
    expect(seen(MANY.slice(1), { from: '2026-03-02' })).toMatchObject({ problems: 0, gaps: 0 });
  });
});
