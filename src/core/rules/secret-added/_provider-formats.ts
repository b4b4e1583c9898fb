/** A credential that its issuer made recognisable. */
export interface ProviderFormat {
  readonly provider: string;
  /** What it is: "personal access token". */
  readonly what: string;
  /** Text of which at least one has to be in the line before the pattern is tried; what it starts with, if anything. */
  readonly keywords: readonly string[];
  /** Finds it. The secret is group 1, else the whole match. Every repetition is bounded. */
  readonly pattern: RegExp;
}

/** Not inside a longer word; a `\n` or `\t` of an escaped text may stand right before. */
const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[nrt]))`;

/** Stands by itself: no further letter of the usual alphabets on either side. */
const own = (pattern: string): RegExp => new RegExp(`${START}(?:${pattern})(?![A-Za-z0-9_-])`, 'g');

/** A format known by how it starts: prefix, then the rest as a pattern, then no further letter of its alphabet. */
function prefixed(
  provider: string,
  what: string,
  prefixes: string | readonly string[],
  rest: string,
): ProviderFormat {
  const keywords = typeof prefixes === 'string' ? [prefixes] : prefixes;
  const heads = keywords.map((prefix) => prefix.replace(/[.$+]/g, String.raw`\$&`)).join('|');
  return { provider, what, keywords, pattern: own(`(?:${heads})${rest}`) };
}

/** A format without a prefix of its own, known by the name it is assigned to or by its surroundings. */
const known = (
  provider: string,
  what: string,
  keywords: readonly string[],
  pattern: RegExp,
): ProviderFormat => ({ provider, what, keywords, pattern });

const ALNUM = '[A-Za-z0-9]';
const HEX = '[0-9a-f]';
const URL64 = '[A-Za-z0-9_-]';

/** From the issuers' documentation of their formats and from what their tokens look like in public test data. */
export const PROVIDER_FORMATS: readonly ProviderFormat[] = [
  prefixed('GitHub', 'token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], `${ALNUM}{36,255}`),
  prefixed('GitHub', 'fine-grained personal access token', 'github_pat_', `${ALNUM}{22}_${ALNUM}{59}`),
  prefixed(
    'GitLab',
    'token',
    ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-', 'glagent-', 'glimt-', 'glft-', 'gloas-'],
    `(?:${URL64}{20,64})(?:\\.[0-9a-z.]{4,24})?`,
  ),
  prefixed('AWS', 'access key id', ['AKIA'], '[A-Z2-7]{16}'),
  known(
    'AWS',
    'secret access key',
    ['secret', 'Secret', 'SECRET'],
    /(?:aws|AWS|Aws)?_?(?:secret|SECRET|Secret)_?(?:access|ACCESS|Access)_?(?:key|KEY|Key)["']?\s{0,4}(?:=>|:=|[:=])\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
  ),
  prefixed('AWS', 'Bedrock API key', 'ABSK', '[A-Za-z0-9+/]{109,269}={0,2}'),
  prefixed('Google', 'API key', 'AIza', `${URL64}{35}`),
  prefixed('Google', 'OAuth client secret', 'GOCSPX-', `${URL64}{28}`),
  prefixed('Google', 'OAuth access token', 'ya29.', `${URL64}{60,600}`),
  prefixed('Google', 'OAuth refresh token', '1//0', `${URL64}{40,200}`),
  prefixed(
    'Slack',
    'token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.xoxp-', 'xoxe.xoxb-'],
    `(?:[0-9]{1,14}-){1,4}${ALNUM}{16,160}`,
  ),
  prefixed('Slack', 'app-level token', 'xapp-', `[0-9]-[A-Z0-9]{8,14}-[0-9]{8,15}-[0-9a-f]{40,80}`),
  prefixed(
    'Slack',
    'incoming webhook',
    'hooks.slack.com/',
    `(?:services|workflows)/[TA-Z0-9]{8,14}/[A-Z0-9]{8,14}/${ALNUM}{18,30}`,
  ),
  prefixed('Stripe', 'live secret key', ['sk_live_', 'rk_live_'], `${ALNUM}{20,247}`),
  prefixed('Stripe', 'webhook signing secret', 'whsec_', '[A-Za-z0-9+/]{32,64}={0,2}'),
  prefixed(
    'OpenAI',
    'API key',
    ['sk-proj-', 'sk-svcacct-', 'sk-admin-'],
    `(?:${URL64}{20,100}T3BlbkFJ${URL64}{20,100}|${URL64}{40,200})`,
  ),
  prefixed('OpenAI', 'API key', 'sk-', `(?:${ALNUM}{20}T3BlbkFJ${ALNUM}{20}|${ALNUM}{48})`),
  prefixed('DeepSeek', 'API key', 'sk-', `${HEX}{32}`),
  prefixed('Anthropic', 'API key', 'sk-ant-', `[a-z]{2,8}[0-9]{2}-${URL64}{60,160}`),
  prefixed('OpenRouter', 'API key', 'sk-or-v1-', `${HEX}{64}`),
  prefixed('Groq', 'API key', 'gsk_', `${ALNUM}{52}`),
  prefixed('xAI', 'API key', 'xai-', `${ALNUM}{70,90}`),
  prefixed('Perplexity', 'API key', 'pplx-', `${ALNUM}{48,64}`),
  prefixed('Replicate', 'API token', 'r8_', `${ALNUM}{37,40}`),
  prefixed('Hugging Face', 'access token', ['hf_', 'api_org_'], `${ALNUM}{34}`),
  prefixed('LangSmith', 'API key', ['lsv2_pt_', 'lsv2_sk_'], `${HEX}{32}_${HEX}{10}`),
  prefixed('Pinecone', 'API key', 'pcsk_', `${ALNUM}{5,8}_${ALNUM}{50,70}`),
  prefixed('npm', 'access token', 'npm_', `${ALNUM}{36}`),
  prefixed('PyPI', 'upload token', 'pypi-AgE', `${URL64}{50,400}`),
  prefixed('RubyGems', 'API key', 'rubygems_', `${HEX}{48}`),
  prefixed('NuGet', 'API key', 'oy2', '[a-z0-9]{43}'),
  prefixed('Docker Hub', 'access token', ['dckr_pat_', 'dckr_oat_'], `${URL64}{27,36}`),
  prefixed('SendGrid', 'API key', 'SG.', `${URL64}{22}\\.${URL64}{43}`),
  prefixed('Twilio', 'API key', 'SK', `${HEX}{32}`),
  known(
    'Twilio',
    'auth token',
    ['twilio', 'Twilio', 'TWILIO'],
    /(?:auth|AUTH|Auth)_?(?:token|TOKEN|Token)["']?\s{0,4}(?:=>|:=|[:=,])\s{0,4}["']?([0-9a-f]{32})(?![0-9A-Za-z])/g,
  ),
  prefixed('Resend', 'API key', 're_', `${ALNUM}{8}_${ALNUM}{24}`),
  prefixed('Mailgun', 'API key', 'key-', `${HEX}{32}`),
  known('Mailchimp', 'API key', ['-us'], own('[0-9a-f]{32}-us[0-9]{1,2}')),
  prefixed('Shopify', 'access token', ['shpat_', 'shpss_', 'shpca_', 'shppa_'], '[0-9a-fA-F]{32}'),
  prefixed('Square', 'access token', 'sq0atp-', `${URL64}{22}`),
  prefixed('Square', 'OAuth secret', 'sq0csp-', `${URL64}{43}`),
  prefixed('DigitalOcean', 'token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], `${HEX}{64}`),
  prefixed('Databricks', 'access token', 'dapi', `${HEX}{32}(?:-[0-9])?`),
  known('Telegram', 'bot token', [':AA'], own('(?:bot)?([0-9]{8,10}:AA[A-Za-z0-9_-]{33})')),
  known(
    'Discord',
    'bot token',
    ['MD', 'MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT', 'Oj', 'Oz'],
    // Its first part is an account's number in base64, so that every letter has only a few shapes.
    own(String.raw`(?:[MNO][DTjz][AEIMQUYcgk][w-z0-5]){5,6}[A-Za-z0-9]{0,3}\.${URL64}{6}\.${URL64}{27,38}`),
  ),
  prefixed(
    'Discord',
    'webhook',
    ['discord.com/api/webhooks/', 'discordapp.com/api/webhooks/'],
    `[0-9]{17,20}/${URL64}{60,80}`,
  ),
  known(
    'Azure',
    'storage or service key',
    ['AccountKey=', 'SharedAccessKey='],
    /(?:AccountKey|SharedAccessKey)=([A-Za-z0-9+/]{42,88}={1,2})/g,
  ),
  known(
    'Azure',
    'shared access signature',
    ['sig='],
    /[?&](?:amp;)?(?:sv|se|sp|sr|st|spr)=[^\s"'<>]{1,300}[?&](?:amp;)?sig=([A-Za-z0-9%+/]{42,72}(?:%3D|%3d|=))/g,
  ),
  known('Azure', 'client secret', ['Q~'], own('[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?!~)')),
  prefixed('Linear', 'API key', ['lin_api_', 'lin_oauth_'], `${ALNUM}{32,64}`),
  prefixed('Notion', 'integration token', 'ntn_', `${ALNUM}{40,50}`),
  prefixed('Notion', 'integration token', 'secret_', `${ALNUM}{43}`),
  prefixed('Postman', 'API key', 'PMAK-', `${HEX}{24}-${HEX}{34}`),
  prefixed(
    'Doppler',
    'token',
    ['dp.pt.', 'dp.st.', 'dp.sa.', 'dp.ct.', 'dp.scim.', 'dp.audit.'],
    `(?:[a-z0-9_-]{2,35}\\.)?${ALNUM}{40,44}`,
  ),
  prefixed('HashiCorp Vault', 'token', ['hvs.', 'hvb.'], `${URL64}{24,300}`),
  known('HCP Terraform', 'API token', ['.atlasv1.'], own(String.raw`${ALNUM}{14}\.atlasv1\.${URL64}{60,70}`)),
  prefixed('Pulumi', 'access token', 'pul-', `${HEX}{40}`),
  prefixed('Sentry', 'auth token', 'sntrys_', '[A-Za-z0-9+/=_]{60,400}'),
  prefixed('Sentry', 'user token', 'sntryu_', `${HEX}{64}`),
  prefixed('Grafana', 'service account token', 'glsa_', `${ALNUM}{32}_[0-9a-fA-F]{8}`),
  prefixed('Grafana', 'cloud token', 'glc_', '[A-Za-z0-9+/]{32,400}={0,2}'),
  prefixed('New Relic', 'user key', 'NRAK-', '[A-Z0-9]{27}'),
  prefixed('SonarQube', 'token', ['squ_', 'sqp_', 'sqa_'], `${HEX}{40}`),
  prefixed('Atlassian', 'API token', ['ATATT3', 'ATCTT3', 'ATBB'], '[A-Za-z0-9+/=_-]{24,300}'),
  prefixed('Airtable', 'access token', 'pat', `${ALNUM}{14}\\.${HEX}{64}`),
  prefixed('Figma', 'access token', 'figd_', `${URL64}{40}`),
  prefixed('Supabase', 'access token', 'sbp_', `${HEX}{40}`),
  prefixed('Supabase', 'secret key', 'sb_secret_', `${URL64}{31}`),
  prefixed(
    'PlanetScale',
    'credential',
    ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    '[A-Za-z0-9_.-]{32,64}',
  ),
  prefixed('Netlify', 'access token', 'nfp_', `${ALNUM}{36}`),
  prefixed('Fly.io', 'access token', ['fo1_', 'fm1r_', 'fm2_'], '[A-Za-z0-9+/_-]{43,600}={0,2}'),
  prefixed('Heroku', 'API key', 'HRKU-AA', `${URL64}{58}`),
  prefixed(
    'Tailscale',
    'key',
    ['tskey-auth-', 'tskey-api-', 'tskey-client-'],
    `${ALNUM}{8,24}-${ALNUM}{16,50}`,
  ),
  prefixed('1Password', 'service account token', 'ops_eyJ', '[A-Za-z0-9+/_-]{200,1500}={0,2}'),
  prefixed('PostHog', 'personal API key', 'phx_', `${ALNUM}{40,60}`),
  prefixed('JFrog', 'API key', 'AKCp', `[0-9]${ALNUM}{64,72}`),
];
