import { guardFile } from '../../../../src/core/rules/guard-changed/guard-file.ts';
import { changeFacts } from '../../../support/change.ts';

test('each kind of guard is a finding of its own', () => {
  const change = (path: string, previousPath?: string) => ({
    path,
    before: 'a\n',
    after: 'b\n',
    ...(previousPath === undefined ? {} : { previousPath }),
  });
  const findings = guardFile.inspect(
    changeFacts([
      change('.agentguard.yml'),
      change('docs/CODEOWNERS', 'CODEOWNERS'),
      change('.github/codeowners'),
      change('.github/settings.yml'),
      change('.github/workflows/ci.yml'),
      change('AGENTS.md'),
    ]),
    {},
  );
  expect(findings.map(({ severity, places }) => [severity, ...places.map(({ path }) => path)])).toEqual([
    ['high', '.agentguard.yml'],
    ['high', 'docs/CODEOWNERS', '.github/codeowners'],
    ['high', '.github/settings.yml'],
  ]);
});

test('no content is needed', () => {
  const [file] = changeFacts([{ path: '.agentguard.yml', before: 'a', after: 'b' }]).files;
  expect(file && guardFile.needs(file)).toEqual({ content: 'nothing' });
});
