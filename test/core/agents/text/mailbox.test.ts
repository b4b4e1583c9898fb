import { parseMailbox, parseNoreply } from '../../../../src/core/agents/text/mailbox.ts';

test.each([
  ['Nadia <nadia@acme.example>', { name: 'Nadia', email: 'nadia@acme.example' }],
  ['Nadia nadia@acme.example', { name: 'Nadia', email: 'nadia@acme.example' }],
  ['nadia@acme.example', { name: '', email: 'nadia@acme.example' }],
  ['Nadia', { name: 'Nadia', email: '' }],
  ['', { name: '', email: '' }],
  ['Nadia < nadia@acme.example >', { name: 'Nadia', email: 'nadia@acme.example' }],
  ['Nadia [nadia@acme.example](mailto:nadia@acme.example)', { name: 'Nadia', email: 'nadia@acme.example' }],
  ['Nadia &lt;nadia@acme.example&gt;', { name: 'Nadia', email: 'nadia@acme.example' }],
  ['Tinkerer https://tinkerer.example', { name: 'Tinkerer', email: '' }],
  ['[Tinkerer](https://tinkerer.example/bot)', { name: 'Tinkerer', email: '' }],
  ['Tinkerer <https://tinkerer.example>', { name: 'Tinkerer', email: '' }],
  ['see https://tinkerer.example for more', { name: 'see https://tinkerer.example for more', email: '' }],
  ['<nadia@acme.example> is what we write there', { name: 'is what we write there', email: '' }],
])('parseMailbox(%j)', (value, wanted) => {
  expect(parseMailbox(value)).toEqual(wanted);
});

test.each([
  ['42+olga@users.noreply.github.com', { login: 'olga', id: 42 }],
  ['olga@users.noreply.github.com', { login: 'olga', id: null }],
  ['49699333+dependabot[bot]@users.noreply.github.com', { login: 'dependabot[bot]', id: 49699333 }],
  ['42+olga@users.noreply.ghe.acme.example', { login: 'olga', id: 42 }],
  ['olga@acme.example', null],
  ['noreply@github.com', null],
  ['olga+x@users.noreply.github.com', null],
])('parseNoreply(%j)', (email, wanted) => {
  expect(parseNoreply(email)).toEqual(wanted);
});
