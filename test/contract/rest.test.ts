import { checkRequest, checkResponse } from './rest.ts';

describe('requests against the description', () => {
  test.each<[string, string, string, unknown, string[]]>([
    ['a good read', 'GET', '/repos/acme/shop/pulls/1/files?per_page=50&page=2', undefined, []],
    ['the same on GitHub Enterprise Server', 'GET', '/api/v3/repos/acme/shop/pulls/1/files', undefined, []],
    ['a compare with slashes', 'GET', '/repos/acme/shop/compare/a/b...c', undefined, []],
    [
      'no such path',
      'GET',
      '/repos/acme/shop/pull/1',
      undefined,
      ['GET /repos/acme/shop/pull/1: no such operation in the description'],
    ],
    ['no such method', 'PUT', '/app', undefined, ['PUT /app: no such operation in the description']],
    [
      'an unknown query parameter',
      'GET',
      '/repos/acme/shop/activity?branch=x',
      undefined,
      ['repos/list-activities ?branch is unknown'],
    ],
    [
      'a wrong query value',
      'GET',
      '/repos/acme/shop/pulls?state=any',
      undefined,
      ['pulls/list ?state: / must be equal to one of the allowed values'],
    ],
    ['a body where none belongs', 'GET', '/app', { a: 1 }, ['apps/get-authenticated takes no body']],
    [
      'a body without what is required',
      'POST',
      '/repos/acme/shop/merges',
      { base: 'main' },
      ["repos/merge body: / must have required property 'head'"],
    ],
    [
      'a misspelt property',
      'POST',
      '/repos/acme/shop/merges',
      { base: 'main', head: 'x', msg: '' },
      ['repos/merge body: msg is unknown'],
    ],
  ])('%s', (_, method, url, body, wanted) => {
    expect(checkRequest(method, url, body)).toEqual(wanted);
  });
});

describe('responses against the description', () => {
  test.each<[string, string, string, number, unknown, string[]]>([
    [
      'a token',
      'POST',
      '/app/installations/1/access_tokens',
      201,
      { token: 't', expires_at: '2030-01-01T00:00:00Z' },
      [],
    ],
    [
      'a token that never ends',
      'POST',
      '/app/installations/1/access_tokens',
      201,
      { token: 't' },
      ["apps/create-installation-access-token 201: / must have required property 'expires_at'"],
    ],
    ['a status that does not occur', 'GET', '/app', 204, null, ['apps/get-authenticated never answers 204']],
    ['a failure of any kind', 'GET', '/app', 502, 'Bad gateway', []],
  ])('%s', (_, method, url, status, body, wanted) => {
    expect(checkResponse(method, url, status, body)).toEqual(wanted);
  });
});
