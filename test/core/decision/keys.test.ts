import { evidenceKey, findingKey, patchKey } from '../../../src/core/decision/keys.ts';
import type { Finding } from '../../../src/core/rules/rule.ts';
import { byAgent, byPeople, claude, HEAD, OLDER } from '../../support/facts.ts';

const finding: Finding = {
  rule: 'sql-destructive',
  family: 'destructive-migration',
  severity: 'high',
  message: 'Drops a table.',
  places: [{ path: 'db/1.sql', line: 1, side: 'head' }],
};
const digests = { 'db/1.sql': 'x', 'src/a.ts': 'y' };

describe("a finding's key", () => {
  const key = findingKey(finding, digests);
  const [place] = finding.places;

  test('is the same for the same finding of the same change', () => {
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(findingKey({ ...finding }, { ...digests, 'src/a.ts': 'another' })).toBe(key);
  });
  test.each<[string, Finding, Record<string, string | null>]>([
    ['its file changed', finding, { ...digests, 'db/1.sql': 'z' }],
    ['another rule', { ...finding, rule: 'sql-access' }, digests],
    ['another line', { ...finding, places: place ? [{ ...place, line: 2 }] : [] }, digests],
    ['another severity', { ...finding, severity: 'low' }, digests],
    ['another message', { ...finding, message: 'Drops two tables.' }, digests],
    ['about the change as a whole', { ...finding, places: [] }, digests],
  ])('is another one: %s', (_name, other, now) => {
    const another = findingKey(other, now);
    expect(another).toMatch(/^[0-9a-f]{64}$/);
    expect(another).not.toBe(key);
  });
  test.each<[string, Finding, Record<string, string | null>]>([
    ['its file is not known well enough', finding, { 'db/1.sql': null }],
    ['its file is not part of the change', finding, { 'src/a.ts': 'y' }],
    ['one file of the whole is not known', { ...finding, places: [] }, { ...digests, 'b.ts': null }],
    ['nothing is known of the whole', { ...finding, places: [] }, {}],
  ])('is none: %s', (_name, other, now) => {
    expect(findingKey(other, now)).toBeNull();
  });
});

describe("a patch's key", () => {
  const at = { headSha: HEAD, baseRef: 'main' };
  test('stays while the change is the same, whatever the head', () => {
    expect(patchKey({ ...at, headSha: OLDER }, { 'src/a.ts': 'y', 'db/1.sql': 'x' })).toBe(
      patchKey(at, digests),
    );
  });
  test.each<[string, typeof at, Record<string, string | null>]>([
    ['a file changed', at, { ...digests, 'src/a.ts': 'z' }],
    ['a file is new', at, { ...digests, 'b.ts': 'z' }],
    ['another base', { ...at, baseRef: 'release' }, digests],
  ])('is another one: %s', (_name, other, now) => {
    expect(patchKey(other, now)).not.toBe(patchKey(at, digests));
  });
  test.each<[string, Record<string, string | null>]>([
    ['a file is not known', { ...digests, 'b.ts': null }],
    ['nothing is known', {}],
  ])('is that of the head alone: %s', (_name, now) => {
    expect(patchKey(at, now)).toBe(patchKey(at, now));
    expect(patchKey({ ...at, headSha: OLDER }, now)).not.toBe(patchKey(at, now));
  });
});

describe("the marks' key", () => {
  test('is none without an agent', () => {
    expect(evidenceKey(byPeople)).toBeNull();
    expect(evidenceKey({ ...byAgent, agents: [{ ...claude, strength: 'circumstantial' }] })).toBeNull();
  });
  test.each([
    ['another commit bears them', { ...byAgent, agents: [{ ...claude, commits: [HEAD, OLDER] }] }],
    ['another agent', { ...byAgent, agents: [{ ...claude, agent: 'devin' }] }],
    ['one agent more', { ...byAgent, agents: [claude, { ...claude, agent: 'devin' }] }],
    ['other evidence', { ...byAgent, agents: [{ ...claude, evidence: [] }] }],
    ['a nameless commit', { ...byAgent, unattributed: [OLDER] }],
  ])('is another one: %s', (_name, attribution) => {
    expect(evidenceKey(attribution)).not.toBe(evidenceKey(byAgent));
  });
  test('does not depend on the order', () => {
    const devin = { ...claude, agent: 'devin' };
    expect(evidenceKey({ ...byAgent, agents: [devin, claude] })).toBe(
      evidenceKey({ ...byAgent, agents: [claude, devin] }),
    );
  });
});
