import { z } from 'zod';
import { isDeployed } from '../../facts/deployed-paths.ts';
import { lineChanges } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import { someLineHas } from '../../facts/line-search.ts';
import type { Place, Rule } from '../rule.ts';
import { openOrigins } from './_cors.ts';

const options = z.strictObject({});

const READ =
  /\.(?:js|mjs|cjs|ts|mts|cts|tsx|jsx|py|rb|java|kt|scala|groovy|go|rs|php|cs|conf|nginx|vcl|ya?ml|json|toml|tf|tofu|properties|ex|exs|template)$|(?:^|\/)\.htaccess$/i;
/** Only a change that speaks of origins or credentials can open anything. */
const SPEAKS = /origin|credential|cors/i;

const isRead = (file: FileChange): boolean =>
  READ.test(file.path) &&
  isDeployed(file.path) &&
  !/[._-](?:test|spec|stories)\.[a-z]+$|_test\.(?:go|py)$|(?:^|\/)test_[^/]*\.py$/i.test(file.path) &&
  (file.patch === null ||
    [lineChanges(file).added, lineChanges(file).removed].some((lines) => someLineHas(lines, SPEAKS)));

function newPlaces(files: readonly FileChange[]): Place[] {
  const read = files.filter(isRead);
  const before = new Map<string, number>();
  for (const { base } of read) {
    for (const { text } of base?.state === 'text' ? openOrigins(base.text) : []) {
      before.set(text, (before.get(text) ?? 0) + 1);
    }
  }
  return read.flatMap(({ path, head }): Place[] =>
    (head?.state === 'text' ? openOrigins(head.text) : [])
      .filter(({ text }) => {
        const left = before.get(text) ?? 0;
        before.set(text, left - 1);
        return left <= 0;
      })
      .map(({ line }) => ({ path, line, side: 'head' })),
  );
}

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

/** Any website may call with the visitor's own session. */
export const corsCredentials: Rule<z.infer<typeof options>> = {
  id: 'cors-credentials',
  family: 'access-widened',
  summary:
    'CORS that lets every origin in together with cookies or other credentials, in code and configuration.',
  why: "With credentials allowed for every origin, any website that a signed-in visitor opens can read and change what is theirs. It is what one reaches for when a browser refuses a request, and `*` with credentials makes most frameworks echo the caller's origin.",
  remediation: 'List the origins that are yours, or leave credentials out where everyone may ask.',
  severity: 'high',
  action: 'review',
  options,
  needs: (file) => ({ content: isRead(file) ? 'both' : 'nothing' }),
  inspect(facts) {
    const places = newPlaces(facts.files);
    if (places.length === 0) return [];
    return [
      {
        rule: 'cors-credentials',
        family: 'access-widened',
        severity: 'high',
        message:
          "Any website could send requests with its visitors' credentials and read the answers. List the origins that are yours, or allow no credentials.",
        places,
      },
    ];
  },
  flagged: [
    {
      name: 'Express: every origin is echoed',
      files: added(
        'src/app.ts',
        "app.use(\n  cors({\n    origin: true,\n    credentials: true,\n  }),\n);\napp.use(cors({ credentials: true, origin: '*' }));\n",
      ),
      places: at('src/app.ts', 3, 7),
    },
    {
      name: 'FastAPI, Flask and Django',
      files: [
        ...added(
          'api/main.py',
          'app.add_middleware(\n    CORSMiddleware,\n    allow_origins=["*"],\n    allow_credentials=True,\n)\nCORS(app, supports_credentials=True)\n',
        ),
        ...added('shop/settings.py', 'CORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n'),
      ],
      places: [...at('api/main.py', 3, 6), ...at('shop/settings.py', 1)],
    },
    {
      name: 'Spring, Rails, ASP.NET, Go',
      files: [
        ...added(
          'src/main/java/Web.java',
          'registry.addMapping("/**")\n  .allowedOriginPatterns("*")\n  .allowCredentials(true);\n',
        ),
        ...added(
          'config/initializers/cors.rb',
          "allow do\n  origins '*'\n  resource '/api/*', headers: :any, credentials: true\nend\n",
        ),
        ...added(
          'Program.cs',
          'policy.SetIsOriginAllowed(_ => true)\n  .AllowAnyHeader()\n  .AllowCredentials();\n',
        ),
        ...added(
          'main.go',
          'cors.New(cors.Options{\n\tAllowedOrigins: []string{"*"},\n\tAllowCredentials: true,\n})\n',
        ),
      ],
      places: [
        ...at('src/main/java/Web.java', 2),
        ...at('config/initializers/cors.rb', 2),
        ...at('Program.cs', 1),
        ...at('main.go', 2),
      ],
    },
    {
      name: 'nginx and headers by hand: the caller is echoed',
      files: [
        ...added(
          'nginx.conf',
          'add_header Access-Control-Allow-Origin $http_origin;\nadd_header Access-Control-Allow-Credentials true;\n',
        ),
        ...added(
          'src/server.js',
          "res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\nres.setHeader('Access-Control-Allow-Credentials', 'true');\n",
        ),
      ],
      places: [...at('nginx.conf', 1), ...at('src/server.js', 1)],
    },
    {
      name: 'serverless, CloudFormation and Terraform',
      files: [
        ...added(
          'serverless.yml',
          "httpApi:\n  cors:\n    allowedOrigins:\n      - '*'\n    allowCredentials: true\n",
        ),
        ...added(
          'api.tf',
          'cors_configuration {\n  allow_credentials = true\n  allow_origins     = ["*"]\n}\n',
        ),
      ],
      places: [...at('serverless.yml', 4), ...at('api.tf', 3)],
    },
    {
      name: 'credentials are added to what was open',
      files: [
        {
          path: 'src/app.ts',
          before: "app.use(cors({ origin: '*' }));\n",
          after: "app.use(cors({ origin: '*', credentials: true }));\n",
        },
      ],
      places: at('src/app.ts', 1),
    },
  ],
  clean: [
    {
      name: 'named origins, and no credentials',
      files: [
        ...added(
          'src/app.ts',
          "app.use(cors({ origin: ['https://shop.example'], credentials: true }));\napp.use('/public', cors({ origin: '*' }));\n",
        ),
        ...added(
          'api/main.py',
          'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)\n',
        ),
        ...added('shop/settings.py', 'CORS_ALLOW_ALL_ORIGINS = False\nCORS_ALLOW_CREDENTIALS = True\n'),
      ],
    },
    {
      name: 'a client that sends its cookies, and a comment',
      files: added(
        'src/client.ts',
        "fetch(url, { credentials: 'include' });\n// cors({ origin: '*', credentials: true })\naxios.create({ withCredentials: true, headers: { origin: '*' } });\n",
      ),
    },
    {
      name: 'moved and indented again',
      files: [
        { path: 'src/app.ts', before: "app.use(cors({ origin: '*', credentials: true }));\n", after: '' },
        {
          path: 'src/cors.ts',
          before: null,
          after: "  app.use(cors({ origin:   '*', credentials: true }));\n",
        },
      ],
    },
    { name: 'tests', files: added('tests/app.ts', "app.use(cors({ origin: '*', credentials: true }));\n") },
  ],
};
