import { ALNUM, HEX, URL64, known, own, prefixed, weaklyPrefixed, type ProviderFormat } from './format.ts';

/** `{"iss":"supabase-demo` in base64: the key that every Supabase on a developer's machine begins with. */
const DEMO = 'eyJpc3MiOiJzdXBhYmFzZS1kZW1v';

/** Clouds, infrastructure and databases. */
export const CLOUD_FORMATS: readonly ProviderFormat[] = [
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
  prefixed('DigitalOcean', 'token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], `${HEX}{64}`),
  prefixed('Databricks', 'access token', 'dapi', `${HEX}{32}(?:-[0-9])?`),
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
  prefixed('HashiCorp Vault', 'token', ['hvs.', 'hvb.'], `${URL64}{24,300}`),
  known('HCP Terraform', 'API token', ['.atlasv1.'], own(String.raw`${ALNUM}{14}\.atlasv1\.${URL64}{60,70}`)),
  prefixed('Supabase', 'access token', 'sbp_', '[a-z0-9]{40}'),
  prefixed('Supabase', 'secret key', 'sb_secret_', `${URL64}{31}`),
  prefixed(
    'PlanetScale',
    'credential',
    ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'],
    '[A-Za-z0-9_.-]{32,64}',
  ),
  prefixed('Fly.io', 'access token', ['fo1_', 'fm1r_', 'fm2_'], '[A-Za-z0-9+/_-]{43,600}={0,2}'),
  prefixed('Heroku', 'API key', 'HRKU-AA', `${URL64}{58}`),
  prefixed(
    'Tailscale',
    'key',
    ['tskey-auth-', 'tskey-api-', 'tskey-client-'],
    `${ALNUM}{8,24}-${ALNUM}{16,50}`,
  ),
  // Only for hours, and nothing without their secret: mostly left over in recorded responses.
  weaklyPrefixed('AWS', 'access key id', ['ASIA', 'ABIA', 'ACCA'], '[A-Z2-7]{16}'),
  prefixed('AWS', 'Bedrock API key', 'bedrock-api-key-', '[A-Za-z0-9+/=]{60,2000}'),
  prefixed('Google', 'Gemini API key', 'AQ.Ab', `${URL64}{40,60}`),
  known(
    'Azure',
    'App Configuration secret',
    ['.azconfig.io;'],
    /\.azconfig\.io;Id=[^;\s"']{1,200};Secret=([A-Za-z0-9+/]{36,100}={0,2})/g,
  ),
  prefixed('Alibaba Cloud', 'access key id', 'LTAI', `${ALNUM}{16,22}`),
  prefixed('Cloudflare', 'API token', ['cfat_', 'cfut_', 'cfk_'], `${ALNUM}{40,60}`),
  prefixed('Cloudflare', 'origin CA key', 'v1.0-', `${HEX}{24}-${HEX}{146}`),
  weaklyPrefixed('Alibaba Cloud', 'temporary access key id', 'STS.', `${ALNUM}{16,30}`),
  weaklyPrefixed('Exoscale', 'API key', 'EXO', `${ALNUM}{27}`),
  weaklyPrefixed('UpCloud', 'API token', 'ucat_', `${ALNUM}{24,32}`),
  weaklyPrefixed('Scaleway', 'access key', 'SCW', '[A-Z0-9]{17}'),
  known('Fly.io', 'access token', ['FlyV1 '], own('FlyV1 [A-Za-z0-9+/_,-]{80,1500}={0,2}')),
  prefixed('MongoDB Atlas', 'service account secret', 'mdb_sa_sk_', `${URL64}{40}`),
  prefixed('Neon', 'API key', 'napi_', `${ALNUM}{64}`),
  prefixed('CockroachDB', 'API key', 'CCDB1_', `${ALNUM}{22}_${ALNUM}{40}`),
  prefixed('DataStax', 'token', 'AstraCS:', `${ALNUM}{20,30}:?[0-9a-f]{0,64}`),
  prefixed('Elastic Cloud', 'API key', 'essu_', '[A-Za-z0-9+/]{40,100}={0,2}'),
  prefixed('ClickHouse Cloud', 'API secret', '4b1d', `${ALNUM}{38}`),
  prefixed('Docker Swarm', 'join token', 'SWMTKN-1-', '[0-9a-z]{50}-[0-9a-z]{25}'),
  prefixed('Docker Swarm', 'unlock key', 'SWMKEY-1-', '[A-Za-z0-9+/]{43}'),
  prefixed('OpenShift', 'user token', 'sha256~', `${URL64}{43}`),
  prefixed('Dynatrace', 'API token', ['dt0c01.', 'dt0s01.', 'dt0s16.'], '[A-Za-z0-9]{24}\\.[A-Za-z0-9]{64}'),
  known(
    'HashiCorp Vault',
    'token',
    ['oken', 'OKEN', 'ault', 'AULT'],
    /(?:vault|token)["']?\s{0,4}[:=]\s{0,4}["']?(s\.(?=[A-Za-z]{0,23}[0-9])[A-Za-z0-9]{24})(?![A-Za-z0-9])/gi,
  ),
  prefixed('Tailscale', 'key', ['tskey-scim-', 'tskey-webhook-'], `${ALNUM}{8,24}-${ALNUM}{16,50}`),
  known('Salesforce', 'access token', ['00D'], own('00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{80,260}')),
  known(
    'Supabase',
    'service role key',
    ['eyJ'],
    // The role stands in the middle part, in base64 of which there are three, by where it begins.
    own(
      `eyJ${URL64}{10,200}\\.(?!${DEMO})eyJ${URL64}{0,400}(?:InNlcnZpY2Vfcm9sZS|JzZXJ2aWNlX3JvbGUi|ic2VydmljZV9yb2xlI)${URL64}{0,400}\\.${URL64}{20,200}`,
    ),
  ),
];
