import { exposuresOf, secondsExposed, type ExposureEntry } from '../../../src/core/exposure/exposures.ts';
import { passageOf, type MergeTold } from '../../../src/core/exposure/passage.ts';

const PAST: MergeTold = {
  agents: ['devin'],
  protected: true,
  observed: false,
  outcome: 'review_required',
  overridden: false,
};

describe('how a merge came onto its branch', () => {
  test.each<[string, Partial<MergeTold>, string]>([
    ['a review was owed', {}, 'past the gate'],
    ['it was blocked', { outcome: 'block' }, 'past the gate'],
    ['something could not be read', { outcome: 'indeterminate' }, 'past the gate'],
    ['nothing was decided', { outcome: null }, 'past the gate'],
    ['an outcome of another version', { outcome: 'waved through' }, 'past the gate'],
    [
      'nothing was decided, although somebody lifted the gate',
      { outcome: null, overridden: true },
      'past the gate',
    ],
    ['it was allowed', { outcome: 'allow' }, 'let through'],
    ['it was allowed by an override', { outcome: 'allow', overridden: true }, 'overridden'],
    ['no agent had a hand in it', { agents: [] }, 'let through'],
    ['its branch binds nothing', { protected: false }, 'let through'],
    ['the gate only watched', { observed: true }, 'let through'],
    ['the gate only watched what was overridden', { observed: true, overridden: true }, 'let through'],
  ])('%s', (_, told, passage) => {
    expect(passageOf({ ...PAST, ...told })).toBe(passage);
  });
});

const AT = '2026-11-23T10:02:30.000Z';
const LATER = '2026-11-23T12:02:30.000Z';

let sequence = 0;
beforeEach(() => {
  sequence = 0;
});

function entry(kind: string, body: object, subject = 'acme/shop#12'): ExposureEntry {
  sequence++;
  return { sequence, at: AT, kind, subject, body: body as Record<string, unknown> };
}

const merged = (body: object = {}, subject?: string) =>
  entry(
    'merge',
    {
      mergedAt: '2026-11-23T10:02:00Z',
      mergedBy: 'nadia',
      agents: ['devin'],
      protected: true,
      observed: false,
      decision: { sequence: 1, outcome: 'block' },
      override: null,
      ...body,
    },
    subject,
  );

const pushed = () =>
  entry(
    'push',
    {
      at: '2026-11-23T10:01:00Z',
      pushedBy: 'ada',
      commits: [
        { sha: 'a', agents: ['devin', 'claude-code'], by: ['ada'] },
        { sha: 'b', agents: ['devin'], by: [] },
      ],
    },
    'acme/shop@main',
  );

const raised = (entryOf: number, body: object = {}, subject?: string) =>
  entry(
    'alert',
    {
      what: 'merged past the gate',
      issue: { repository: 'acme/shop', number: 13 },
      problem: null,
      since: '2026-11-23T10:02:00Z',
      entry: entryOf,
      ...body,
    },
    subject,
  );

const answered = (body: object = {}, subject?: string) =>
  entry('answered', { how: 'reviewed', by: 'olga', at: LATER, seconds: 7230, ...body }, subject);

describe('exposures', () => {
  test('begin with a merge past the gate, and go on', () => {
    expect(exposuresOf([merged()])).toEqual([
      {
        subject: 'acme/shop#12',
        what: 'merged past the gate',
        entry: 1,
        since: '2026-11-23T10:02:00Z',
        until: null,
        how: null,
        by: null,
        agents: ['devin'],
        who: 'nadia',
        alert: null,
      },
    ]);
  });

  test('begin with a push; each agent is named once', () => {
    expect(exposuresOf([pushed()])).toMatchObject([
      {
        subject: 'acme/shop@main',
        what: 'pushed past the gate',
        agents: ['claude-code', 'devin'],
        who: 'ada',
      },
    ]);
  });

  test('begin when they were recorded, where GitHub told no time', () => {
    expect(exposuresOf([merged({ mergedAt: 'tomorrow' })])).toMatchObject([{ since: AT }]);
  });

  test.each<[string, () => ExposureEntry[]]>([
    ['a merge that was allowed', () => [merged({ decision: { sequence: 1, outcome: 'allow' } })]],
    [
      'an override, before its end',
      () => [merged({ decision: { outcome: 'allow' }, override: { by: 'ada' } })],
    ],
    ['a merge of a version that told no agents', () => [entry('merge', { mergedBy: 'ada', decision: null })]],
    ['a decision', () => [entry('decision', { outcome: 'block' })]],
    ['an alert that this version does not know', () => [raised(1, { what: 'something else' })]],
  ])('are none: %s', (_, entries) => {
    expect(exposuresOf(entries())).toEqual([]);
  });

  test('an alert is told with what it is about; the last one holds', () => {
    const entries = [merged(), raised(1, { issue: null, problem: 'Issues are off.' })];
    expect(exposuresOf(entries)[0]?.alert).toEqual({ issue: null, problem: 'Issues are off.' });
    expect(exposuresOf([...entries, raised(1)])[0]?.alert).toEqual({
      issue: { repository: 'acme/shop', number: 13 },
      problem: null,
    });
  });

  test('an override that nobody followed up is one once it is raised', () => {
    const overridden = merged({ decision: { outcome: 'allow' }, override: { by: 'ada' } });
    const alert = raised(1, { what: 'override not followed up', agents: ['devin'], who: 'ada' });
    expect(exposuresOf([overridden, alert])).toMatchObject([
      {
        what: 'override not followed up',
        entry: 1,
        since: '2026-11-23T10:02:00Z',
        agents: ['devin'],
        who: 'ada',
      },
    ]);
  });

  test.each(['reverted', 'reviewed', 'closed'])('end when they are %s', (how) => {
    expect(exposuresOf([merged(), answered({ how }, 'Acme/Shop#12')])).toMatchObject([
      { until: LATER, how, by: 'olga' },
    ]);
  });

  test('end once, as they did first', () => {
    const entries = [merged(), answered(), answered({ how: 'closed', by: 'ada', at: AT })];
    expect(exposuresOf(entries)).toMatchObject([{ until: LATER, how: 'reviewed', by: 'olga' }]);
  });

  test('go on when something unknown is said of them, or of another', () => {
    const entries = [merged(), answered({ how: 'forgotten' }), answered({}, 'acme/shop#1')];
    expect(exposuresOf(entries)).toMatchObject([{ until: null }]);
  });

  test('of one branch end one by one where the answer names one, else together', () => {
    const two = [pushed(), pushed()];
    const named = answered({ entry: 2 }, 'acme/shop@main');
    const until = (entries: ExposureEntry[]) => exposuresOf(entries).map((each) => each.until);
    expect(until([...two, named])).toEqual([null, LATER]);
    expect(until([...two, named, answered({ at: AT }, 'acme/shop@main')])).toEqual([AT, LATER]);
  });
});

test.each([
  [null, 60],
  ['2026-11-23T10:00:30Z', 30],
  ['2026-11-23T09:00:00Z', 0],
])('an exposure until %s is %d seconds long', (until, seconds) => {
  const since = '2026-11-23T10:00:00Z';
  expect(secondsExposed({ since, until }, '2026-11-23T10:01:00Z')).toBe(seconds);
});
