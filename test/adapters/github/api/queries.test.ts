import { validate } from '@octokit/graphql-schema';
import * as pullRequest from '../../../../src/adapters/github/api/queries/pull-request.ts';
import * as repository from '../../../../src/adapters/github/api/queries/repository.ts';
import * as revert from '../../../../src/adapters/github/api/queries/revert.ts';
import * as watch from '../../../../src/adapters/github/api/queries/watch.ts';

const {
  pullRequest: one,
  blobs,
  commitsBySha,
  notes,
  pullRequestsOf,
  ...fixed
} = { ...pullRequest, ...repository, ...revert, ...watch };

test.each([
  ...Object.entries(fixed),
  ['pullRequest(0)', one(0)] as const,
  ['pullRequest(2)', one(2)] as const,
  ['blobs(1)', blobs(1)] as const,
  ['blobs(50)', blobs(50)] as const,
  ['commitsBySha(2)', commitsBySha(2)] as const,
  ['notes(60)', notes(60)] as const,
  ['pullRequestsOf(50)', pullRequestsOf(50)] as const,
])("GitHub's schema accepts %s", (_, query) => {
  expect(validate(query)).toEqual([]);
});
