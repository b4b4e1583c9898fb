import { PROVIDER_FORMATS } from '../../../../src/core/rules/secret-added/_provider-formats.ts';
import { scanProviders } from '../../../../src/core/rules/secret-added/_providers.ts';
import { sample } from '../../../../src/core/rules/secret-added/_sample.ts';

const hex = (length: number): string => sample(length, 'hex');
const digits = (length: number): string => '9274810365572918460'.slice(0, length);

/** One of each format, put together here so that no file contains any. */
const TOKENS: readonly (readonly [string, string])[] = [
  ['GitHub token', 'ghp_' + sample(36)],
  ['GitHub token', 'ghp_' + 'a1B2'.repeat(9)],
  ['GitHub fine-grained personal access token', `github_pat_${sample(22)}_${sample(59)}`],
  ['GitLab token', 'glpat-' + sample(20)],
  ['AWS access key id', 'AKIA' + sample(16, 'base32')],
  ['AWS secret access key', `aws_secret_access_key = ${sample(40)}`],
  ['AWS secret access key', `"secretAccessKey": "${sample(40)}"`],
  ['Google API key', 'AIza' + sample(35)],
  ['Google OAuth client secret', 'GOCSPX-' + sample(28)],
  ['Slack token', `xoxb-${digits(12)}-${digits(13)}-${sample(24)}`],
  ['Slack incoming webhook', `https://hooks.slack.com/services/T${digits(8)}/B${digits(8)}/${sample(24)}`],
  ['Stripe live secret key', 'sk_live_' + sample(24)],
  ['OpenAI API key', `sk-proj-${sample(74)}T3BlbkFJ${sample(74)}`],
  ['OpenAI API key', `sk-${sample(20)}T3BlbkFJ${sample(20)}`],
  ['Anthropic API key', `sk-ant-api03-${sample(93)}AA`],
  ['OpenRouter API key', 'sk-or-v1-' + hex(64)],
  ['Hugging Face access token', 'hf_' + sample(34)],
  ['npm access token', 'npm_' + sample(36)],
  ['PyPI upload token', 'pypi-AgEIcHlwaS5vcmc' + sample(80)],
  ['SendGrid API key', `SG.${sample(22)}.${sample(43)}`],
  ['Twilio auth token', `TWILIO_AUTH_TOKEN=${hex(32)}`],
  ['Shopify access token', 'shpat_' + hex(32)],
  ['DigitalOcean token', 'dop_v1_' + hex(64)],
  ['Databricks access token', 'dapi' + hex(32)],
  ['Telegram bot token', `${digits(10)}:AA${sample(33)}`],
  ['Discord bot token', `${btoa(digits(18))}.${sample(6)}.${sample(27)}`],
  ['Azure storage or service key', `AccountKey=${sample(86)}==;EndpointSuffix=core.windows.net`],
  [
    'Azure shared access signature',
    `https://a.blob.core.windows.net/b?sv=2022-11-02&sp=r&sig=${sample(43)}%3D`,
  ],
  ['Linear API key', 'lin_api_' + sample(40)],
  ['Notion integration token', 'ntn_' + sample(46)],
  ['Postman API key', `PMAK-${hex(24)}-${hex(34)}`],
  ['Doppler token', 'dp.st.dev.' + sample(40)],
  ['HashiCorp Vault token', 'hvs.' + sample(90)],
  ['Sentry auth token', 'sntrys_' + sample(100)],
  ['Grafana service account token', `glsa_${sample(32)}_${hex(8)}`],
  ['Mailgun API key', 'key-' + hex(32)],
  ['Mailchimp API key', hex(32) + '-us21'],
  ['Square OAuth secret', 'sq0csp-' + sample(43)],
  ['Vercel token', 'vcp_' + sample(56)],
  ['AWS access key id', `aws_access_key_id = ${'ASIA' + sample(16, 'base32')}`],
  ['Fireworks AI API key', `FIREWORKS_API_KEY=${'fw_' + sample(22)}`],
];

const scan = (text: string): string[] =>
  scanProviders([{ line: 1, text }], 'src/a.ts').map(({ what }) => what);

test.each(TOKENS)('%s', (name, token) => {
  expect(scan(token)).toEqual([name]);
  expect(scan(`call("${token}");`)).toEqual([name]);
  expect(scan(String.raw`text = "first\n${token}\n"`)).toEqual([name]);
});

test('every format names a keyword and is well known by no more than one name', () => {
  for (const { keywords, pattern } of PROVIDER_FORMATS) {
    expect(keywords.length).toBeGreaterThan(0);
    expect(pattern.flags).toContain('g');
  }
  expect(new Set(PROVIDER_FORMATS.map(({ provider }) => provider)).size).toBeGreaterThanOrEqual(45);
});

test.each([
  ['the same character', 'ghp_' + 'x'.repeat(36)],
  ['letters and digits in order', 'ghp_' + 'abcdefghijkl'.repeat(3)],
  ['letters and digits in turn', 'ghp_' + 'a1b2c3d4e5f6'.repeat(3)],
  ['a word that says so', 'ghp_' + ('EXAMPLE' + sample(40)).slice(0, 36)],
  ['the example of the documentation', ['AKIA', 'IOSFODNN7', 'EXAMPLE'].join('')],
  ['numbers in order among its parts', `xoxb-1234567890-${digits(13)}-${sample(24)}`],
  ['a name in snake_case', 'vcr_' + 'cassette_usage_allows_loaded_unused_cassette_by_default_2'.slice(0, 56)],
  ['a name in camelCase', ['sk_live', 'publishableKeyOfTheAccount'].join('_')],
  ['a name in capitals', 'npm_' + 'ACCESS_OF_PACKAGE'.padEnd(36, '_PACKAGES')],
  ['the end of a name in snake_case', 'cached_ghp_' + sample(36)],
  ['the end of a name in kebab-case', 'cached-glpat-' + sample(20)],
  ['a temporary id on its own', 'ASIA' + sample(16, 'base32')],
  ['a record of a program', 'fw_' + sample(22)],
  ['too short', 'ghp_' + sample(30)],
  ['a part of a longer word', 'xghp_' + sample(36)],
  ['the storage emulator', ['AccountKey=', 'Eby8vdM02xNOcqFl', sample(70), '=='].join('')],
])('not a token: %s', (_name, text) => {
  expect(scan(text)).toEqual([]);
});

test('keys of web apps for Firebase are public', () => {
  const key = { line: 1, text: `apiKey: 'AIza${sample(35)}',` };
  expect(scanProviders([key, { line: 2, text: "authDomain: 'shop.firebaseapp.com'," }], 'src/a.ts')).toEqual(
    [],
  );
  expect(scanProviders([key], 'android/google-services.json')).toEqual([]);
  expect(scanProviders([key], 'src/maps.ts')).toHaveLength(1);
});
