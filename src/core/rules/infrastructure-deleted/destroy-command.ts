import { z } from 'zod';
import { isDeployed } from '../../facts/deployed-paths.ts';
import { type DiffLine, lineChanges } from '../../facts/diff.ts';
import type { FileChange } from '../../facts/facts.ts';
import type { Finding, Place, Rule, Severity } from '../rule.ts';
import { DELETES, DESTROYERS, ON_SERVERS } from './_commands.ts';
import { grouped, listed, uniquePlaces } from './_findings.ts';

const options = z.strictObject({});

const SCRIPT =
  /\.(?:sh|bash|zsh|fish|ksh|ps1|bat|cmd|mk|just|groovy|ya?ml)$|(?:^|\/)(?:GNU)?[Mm]akefile[^/]*$|(?:^|\/)(?:[Jj]ustfile|Jenkinsfile[^/]*|Procfile|package\.json)$|(?:^|\/)(?:bin|scripts?|ops|tools|hack|deploy|\.husky|hooks|infra)\/(?:[^/]+\/)*(?:[^/.]+|[^/]+\.(?:js|mjs|ts|py|rb))$/;
/** Machines that are thrown away after each run. */
const CI =
  /(?:^|\/)(?:\.github\/(?:workflows|actions)|\.circleci|\.buildkite)\/|(?:^|\/)(?:\.gitlab-ci|azure-pipelines|bitbucket-pipelines|cloudbuild|\.travis|appveyor)[^/]*\.ya?ml$|(?:^|\/)action\.ya?ml$/;
const SERVER = /deploy|prod|release|update|upgrade|server|restore|backup/i;

/** What is made for a test or a pull request is made to be destroyed. */
const SHORT_LIVED =
  /(?<![a-z])(?:tests?|testing|tmp|temp|ci|e2e|previews?|pr|ephemeral|sandbox|kind|k3d|minikube|smoke|integration|acceptance|perf|benchmarks?|nightly|scratch|playground|demo|review-?app)(?![a-z])/i;

/** Text for people. */
const PROSE =
  /^\s*(?:-\s+)?(?:#|\/\/|\*|rem\b|::|["']?(?:name|description|title|summary|help|usage|message|default|if)["']?\s*:)/i;
/** What is only shown, up to the next command, and comments behind commands. */
const SHOWN =
  /(?:^|[;&|{(]|run:|script:|command:)\s{0,40}@?(?:echo|printf|cat|grep|log_?\w{0,8}|info|warn\w{0,4}|error|fail|die|Write-\w{1,12}|puts|print|console\.\w{1,8})\b[^;&|]{0,1000}|\s#.*$/gi;
const MAX_LINE = 2000;

const isScript = (path: string): boolean =>
  SCRIPT.test(path) &&
  (isDeployed(path) || /(?:^|\/)package\.json$/.test(path)) &&
  !/(?:^|\/)(?:tests?|examples?|samples?|fixtures?|docs?|node_modules|vendor)\//.test(path);

interface Destroyed {
  readonly severity: Severity;
  readonly shown: string;
  readonly place: Place;
}

/** Added lines, each with those that continue it. */
function commands(added: readonly DiffLine[]): DiffLine[] {
  const joined: DiffLine[] = [];
  let open = false;
  for (const { line, text } of added) {
    const last = joined.at(-1);
    if (open && last && last.text.length < MAX_LINE) {
      joined[joined.length - 1] = {
        line: last.line,
        text: `${last.text.replace(/[\\`^]\s*$/, '')} ${text.trim()}`,
      };
    } else joined.push({ line, text });
    open = /(?:\\|\s[`^])\s*$/.test(text.slice(-20));
  }
  return joined;
}

/** In a package.json only what runs by itself or in a deployment: `db:reset` is there to be typed. */
const RUN_BY_ITSELF =
  /"(?:pre|post)?(?:build|start|deploy|install|prepare|release|serve|migrate|vercel-build|heroku-\w+)[\w:-]*"\s*:/;

/** Options that are not followed by a value. */
const SWITCHES =
  /^--?(?:auto-approve|force|f|yes|y|all|a|v|volumes|recursive|r|rf|fr|R|quiet|q|no-prompts|skip-final-snapshot|destroy|non-interactive)$/;

/** What was called, without what it was called with: that may be an address or a password. */
function plainWords(command: string): string {
  const words = command.trim().split(/\s+/);
  const end = words.findIndex((word) => !/^[a-z][\w.:-]{0,40}$/i.test(word) && !SWITCHES.test(word));
  return (end === -1 ? words : words.slice(0, Math.max(1, end))).slice(0, 5).join(' ');
}

function destroyed(path: string, line: number, written: string): Destroyed[] {
  if (!DELETES.test(written) || PROSE.test(written)) return [];
  const text = written.replace(SHOWN, ' ');
  if (SHORT_LIVED.test(text)) return [];
  if (path.endsWith('package.json') && !RUN_BY_ITSELF.test(text)) return [];
  const thrownAway = CI.test(path);
  const found = DESTROYERS.find(
    ({ pattern, local }) => !(local === true && thrownAway) && pattern.test(text),
  );
  const severity =
    found?.severity ?? (!thrownAway && SERVER.test(path) && ON_SERVERS.test(text) ? 'medium' : null);
  if (severity === null) return [];
  const command = (found?.pattern ?? ON_SERVERS).exec(text)?.[0] ?? '';
  return [{ severity, shown: plainWords(command), place: { path, line, side: 'head' } }];
}

/** Without what another place of the change loses, whatever its indentation. */
function withoutMoved<Item extends { readonly text: string }>(
  found: readonly Item[],
  files: readonly FileChange[],
): Item[] {
  const before = new Map<string, number>();
  for (const { text } of files.flatMap((file) => commands(lineChanges(file).removed))) {
    before.set(text.trim(), (before.get(text.trim()) ?? 0) + 1);
  }
  return found.filter(({ text }) => {
    const left = before.get(text.trim()) ?? 0;
    before.set(text.trim(), left - 1);
    return left <= 0;
  });
}

function findings(files: readonly FileChange[]): Finding[] {
  const scripts = files.filter(
    (file) =>
      isScript(file.path) &&
      file.status !== 'removed' &&
      !SHORT_LIVED.test(file.path.replace(/^\.github\/workflows\/ci\b/, '')),
  );
  const found = scripts.flatMap((file): (Destroyed & { readonly text: string })[] => {
    if (file.patch === null || !DELETES.test(file.patch)) return [];
    return commands(lineChanges(file).added).flatMap(({ line, text }) =>
      destroyed(file.path, line, text.slice(0, MAX_LINE)).map((each) => ({ ...each, text })),
    );
  });
  const fresh = found.length === 0 ? [] : withoutMoved(found, files);
  return grouped(fresh, ({ severity }) => severity).map((group) => ({
    rule: 'destroy-command',
    family: 'infrastructure-deleted',
    severity: group[0].severity,
    message: `Running this deletes what holds data, without asking: ${listed(
      group.map(({ shown }) => shown),
      '; ',
    )}. Leave it to a person, or name one short-lived thing and ask before it.`,
    places: uniquePlaces(group.map(({ place }) => place)),
  }));
}

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

/** Commands in scripts, workflows and Makefiles that delete infrastructure or data without asking. */
export const destroyCommand: Rule<z.infer<typeof options>> = {
  id: 'destroy-command',
  family: 'infrastructure-deleted',
  summary:
    'Scripts, workflows and Makefiles that destroy a stack, delete database servers, buckets, namespaces or volumes, or remove data directories, without asking.',
  why: 'A command in a script runs with whatever credentials are there and asks nobody. Agents have deleted whole environments by commands that were meant to start something afresh.',
  remediation:
    'Let a person run it by hand, or ask and name the one thing that may go. Short-lived environments have names that say so.',
  severity: 'high',
  action: 'review',
  options,
  needs: (file) => ({ content: isScript(file.path) ? 'patch' : 'nothing' }),
  inspect: (facts) => findings(facts.files),
  flagged: [
    {
      name: 'a workflow destroys the stack',
      files: added(
        '.github/workflows/reset.yml',
        'jobs:\n  reset:\n    steps:\n      - run: terraform init\n      - run: terraform destroy -auto-approve\n      - run: |\n          pulumi destroy --stack prod --yes\n          cdk destroy --all --force\n',
      ),
      places: at('.github/workflows/reset.yml', 5, 7, 8),
    },
    {
      name: 'cloud command lines',
      files: added(
        'scripts/clean.sh',
        '#!/bin/sh\naws s3 rb s3://acme-invoices --force\naws rds delete-db-instance \\\n  --db-instance-identifier shop --skip-final-snapshot\ngcloud sql instances delete shop --quiet\naz group delete --name shop --yes\nkubectl delete namespace shop\nkubectl -n shop delete pvc --all\n',
      ),
      places: at('scripts/clean.sh', 2, 3, 5, 6, 7, 8),
    },
    {
      name: "a provider's own interface",
      files: added(
        'scripts/fix-staging.sh',
        `railway volume delete --volume pgdata --yes
curl https://backboard.railway.app/graphql/v2 \\
  -H "Authorization: Bearer $TOKEN" \\
  -d '{"query": "mutation { volumeDelete(volumeId: 1) }"}'
curl -X DELETE -H "Authorization: Bearer $TOKEN" "https://api.hetzner.cloud/v1/volumes/$ID"
`,
      ),
      places: at('scripts/fix-staging.sh', 1, 2, 5),
    },
    {
      name: 'data on the machine',
      files: [
        ...added(
          'deploy/update.sh',
          'docker compose down -v\ndocker volume rm shop_pgdata\nrm -rf /var/lib/postgresql/data\nrm -rf "$PGDATA"\n',
        ),
        ...added(
          'package.json',
          '{\n  "scripts": {\n    "deploy": "cdk destroy --force && cdk deploy",\n    "stack:down": "cdk destroy --force"\n  }\n}\n',
        ),
      ],
      places: [...at('deploy/update.sh', 1, 2, 3, 4), ...at('package.json', 3)],
    },
  ],
  clean: [
    {
      name: 'an interface that is asked, and an own one',
      files: added(
        'scripts/status.sh',
        `railway volume list
curl https://backboard.railway.app/graphql/v2 -d '{"query": "query { volumes { id deletedAt } }"}'
curl -X DELETE http://localhost:8080/projects/1
`,
      ),
    },
    {
      name: 'asked for, shown, and written about',
      files: added(
        'Makefile',
        'destroy:\n\tterraform destroy\n# terraform destroy -auto-approve\nhelp:\n\t@echo "terraform destroy -auto-approve"\n\techo later # aws s3 rb s3://a --force\n',
      ),
    },
    {
      name: 'what is made for a test',
      files: [
        ...added(
          'scripts/clean.sh',
          'kubectl delete namespace e2e-$RUN\nkind delete cluster\nkubectl delete pod web-0\n',
        ),
        ...added(
          '.github/workflows/preview.yml',
          'jobs:\n  down:\n    steps:\n      - run: terraform destroy -auto-approve\n',
        ),
        ...added('test/clean.sh', 'docker volume rm data\n'),
      ],
    },
    {
      name: 'a machine that is thrown away, and files that come back',
      files: [
        ...added(
          '.github/workflows/build.yml',
          'jobs:\n  b:\n    steps:\n      - run: docker volume prune -f && rm -rf /mnt/swap\n',
        ),
        ...added(
          'scripts/build.sh',
          'rm -rf dist node_modules\nrm -rf /var/lib/apt/lists/*\naws s3 sync dist s3://site --delete\n',
        ),
      ],
    },
    {
      name: 'the command moves',
      files: [
        { path: 'scripts/a.sh', before: 'terraform destroy -auto-approve\n', after: '' },
        {
          path: 'scripts/b.sh',
          before: null,
          after: 'if ask; then\n  terraform destroy -auto-approve\nfi\n',
        },
      ],
    },
  ],
};
