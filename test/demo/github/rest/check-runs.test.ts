import { asApp, asUser, createStage, propose, refusal } from '../stage.ts';
import type { Octokit } from '@octokit/rest';
import type { Stage } from '../stage.ts';

let stage: Stage;
let guard: Octokit;
let sha: string;
const where = { owner: 'acme', repo: 'shop' };

beforeAll(async () => {
  stage = await createStage();
  const { github, acme, app, ann } = stage;
  guard = asApp(stage, github.installApp({ app: app.app, account: acme, repositories: 'all' }).id);
  sha = propose(stage, ann).head.sha;
});
afterAll(() => stage.github.stop());

const annotation = (line: number, more: object = {}) => ({
  path: 'src/cart.ts',
  start_line: line,
  end_line: line,
  annotation_level: 'warning',
  message: 'Look here',
  ...more,
});
const create = (check: object) =>
  guard.request('POST /repos/{owner}/{repo}/check-runs', { ...where, ...check } as never);
const output = (more: object) => ({ title: 'T', summary: 'S', ...more });

describe('refused with 422', () => {
  test.each<[string, () => object, string]>([
    ['no name', () => ({ head_sha: sha }), '"name" wasn\'t supplied'],
    ['no commit', () => ({ name: 'A' }), '"head_sha" wasn\'t supplied'],
    ['an unknown commit', () => ({ name: 'A', head_sha: 'f'.repeat(40) }), 'No commit found for SHA'],
    ['an unknown status', () => ({ name: 'A', head_sha: sha, status: 'done' }), 'status'],
    ['an unknown conclusion', () => ({ name: 'A', head_sha: sha, conclusion: 'passed' }), 'conclusion'],
    [
      'a finish without a conclusion',
      () => ({ name: 'A', head_sha: sha, status: 'completed' }),
      '"conclusion" wasn\'t supplied',
    ],
    [
      'output without a title',
      () => ({ name: 'A', head_sha: sha, output: { summary: 'S' } }),
      '"title" wasn\'t supplied',
    ],
    [
      'output without a summary',
      () => ({ name: 'A', head_sha: sha, output: { title: 'T' } }),
      '"summary" wasn\'t supplied',
    ],
    [
      'a summary too long in bytes',
      () => ({ name: 'A', head_sha: sha, output: output({ summary: 'ü'.repeat(32_768) }) }),
      '"summary"',
    ],
    [
      'a text too long',
      () => ({ name: 'A', head_sha: sha, output: output({ text: 'x'.repeat(65_536) }) }),
      '"text"',
    ],
    [
      'a title too long',
      () => ({ name: 'A', head_sha: sha, output: output({ title: 'x'.repeat(256) }) }),
      '"title"',
    ],
    [
      '51 annotations',
      () => ({
        name: 'A',
        head_sha: sha,
        output: output({ annotations: Array.from({ length: 51 }, (_, i) => annotation(i + 1)) }),
      }),
      'No more than 50 items',
    ],
    [
      'an annotation without a line',
      () => ({
        name: 'A',
        head_sha: sha,
        output: output({ annotations: [annotation(1, { start_line: undefined })] }),
      }),
      'start_line',
    ],
    [
      'an annotation of no level',
      () => ({
        name: 'A',
        head_sha: sha,
        output: output({ annotations: [annotation(1, { annotation_level: 'error' })] }),
      }),
      'annotation_level',
    ],
    [
      'an annotation without words',
      () => ({
        name: 'A',
        head_sha: sha,
        output: output({ annotations: [annotation(1, { message: undefined })] }),
      }),
      'message',
    ],
    [
      'four actions',
      () => ({
        name: 'A',
        head_sha: sha,
        actions: [1, 2, 3, 4].map(() => ({ label: 'l', description: 'd', identifier: 'i' })),
      }),
      'actions',
    ],
    [
      'a long label',
      () => ({
        name: 'A',
        head_sha: sha,
        actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }],
      }),
      'label',
    ],
    [
      'a long description',
      () => ({
        name: 'A',
        head_sha: sha,
        actions: [{ label: 'l', description: 'x'.repeat(41), identifier: 'i' }],
      }),
      'description',
    ],
    [
      'a long identifier',
      () => ({
        name: 'A',
        head_sha: sha,
        actions: [{ label: 'l', description: 'd', identifier: 'x'.repeat(21) }],
      }),
      'identifier',
    ],
  ])('%s', async (_, check, says) => {
    const before = stage.github.state.checkRuns.length;
    const { status, message } = await refusal(create(check()));
    expect({ status, message }).toEqual({ status: 422, message: expect.stringContaining(says) as string });
    expect(stage.github.state.checkRuns).toHaveLength(before);
  });
});

test('a text of exactly 65,535 bytes is taken', async () => {
  const { data } = await guard.checks.create({
    ...where,
    name: 'Long',
    head_sha: sha,
    output: { title: 'T', summary: 'x'.repeat(65_535) },
  });
  expect(data).toMatchObject({ status: 'queued', conclusion: null });
});

test('later requests append annotations; title and conclusion are replaced', async () => {
  const batch = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => annotation(from + index));
  const first = {
    ...where,
    name: 'Batches',
    head_sha: sha,
    output: { title: 'One', summary: 'S', annotations: batch(1, 50) },
  };
  const { data } = await guard.checks.create(first as never);
  await guard.checks.update({
    ...where,
    check_run_id: data.id,
    conclusion: 'success',
    output: { title: 'Two', summary: 'S2', annotations: batch(51, 20) },
  } as never);
  const { data: run } = await guard.checks.get({ ...where, check_run_id: data.id });
  expect(run).toMatchObject({
    status: 'completed',
    conclusion: 'success',
    output: { title: 'Two', annotations_count: 70 },
  });
  const all = await guard.paginate(guard.checks.listAnnotations, { ...where, check_run_id: data.id });
  expect(all.map(({ start_line: line }) => line)).toEqual(
    Array.from({ length: 70 }, (_, index) => index + 1),
  );
});

test('of runs with one name the newest is listed, unless all are asked for', async () => {
  const ids: number[] = [];
  for (const conclusion of ['failure', 'success'] as const) {
    ids.push((await guard.checks.create({ ...where, name: 'Twice', head_sha: sha, conclusion })).data.id);
  }
  const list = async (filter: 'latest' | 'all') =>
    (
      await guard.checks.listForRef({ ...where, ref: 'change', check_name: 'Twice', filter })
    ).data.check_runs.map(({ id }) => id);
  expect(await list('latest')).toEqual([ids[1]]);
  expect(await list('all')).toEqual([ids[1], ids[0]]);
});

test('only apps report checks, and only their own', async () => {
  const byPerson = asUser(stage, stage.olga).checks.create({ ...where, name: 'A', head_sha: sha });
  expect(await refusal(byPerson)).toEqual({
    status: 403,
    message: 'You must authenticate via a GitHub App.',
  });
  const { app } = stage.github.createApp({
    name: 'Other',
    owner: stage.acme,
    permissions: { checks: 'write' },
  });
  const run = stage.github.createCheckRun(stage.shop, app, { name: 'A', head_sha: sha });
  const change = guard.checks.update({ ...where, check_run_id: run.id, conclusion: 'success' });
  expect((await refusal(change)).status).toBe(403);
});
