import { validate } from '@octokit/graphql-schema';
import * as queries from '../../../../src/adapters/github/api/queries.ts';

const { blobs, commitsBySha, notes, ...fixed } = queries;

test.each([
  ...Object.entries(fixed),
  ['blobs(1)', blobs(1)] as const,
  ['blobs(50)', blobs(50)] as const,
  ['commitsBySha(2)', commitsBySha(2)] as const,
  ['notes(60)', notes(60)] as const,
])("GitHub's schema accepts %s", (_, query) => {
  expect(validate(query)).toEqual([]);
});
