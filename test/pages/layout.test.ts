import { Layout } from '../../src/pages/layout.tsx';

test('names of people and places are text', () => {
  const page = String(Layout({ title: '<b>', version: '1', viewer: { login: '<i>' }, csrf: '"x"' }));
  expect(page).toContain('<title>&lt;b&gt; · AgentGuard</title>');
  expect(page).toContain('<span>&lt;i&gt;</span>');
  expect(page).toContain('value="&quot;x&quot;"');
});
