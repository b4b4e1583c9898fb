/** Where a line stands, as far as that tells which database a command would meet. */
export interface Surroundings {
  readonly path: string;
  /** The lines of the file; empty: not loaded. */
  readonly lines: readonly string[];
  /** 1-based. */
  readonly line: number;
}

/** Databases that are made to be thrown away. */
const THROWAWAY =
  /(?:^|[^a-z])(?:tests?|testing|e2e|ci|dev|devel|development|local|localhost|sandbox|playground|fixtures?|mocks?|preview|ephemeral|tmp|temp|cypress|playwright|vitest|jest|rspec|pytest|benchmarks?|seeds?|demo|docs?|examples?|127\.0\.0\.1)(?:[^a-z]|$)/i;
/** Databases that are not, whatever else is said. */
const LASTING = /(?:^|[^a-z])(?:prod|production|staging|live|release|deploy(?:ment|s|ed)?)(?:[^a-z]|$)/i;
/** Names that say what the command is for: people call such a thing by hand. */
const ON_PURPOSE =
  /(?:reset|fresh|drop|wipe|nuke|clean|purge|flush|recreate|rebuild|teardown|tear-down|destroy|setup|init)/i;
/** Scripts of a package that run by themselves, or on a server. */
const RUN_BY_ITSELF =
  /^(?:(?:pre|post)?(?:install|build|start|deploy|release|publish|prepare)|prepare|vercel-build|heroku-postbuild|start[:-]\S*|build[:-]\S*|deploy\S*|release\S*|railway\S*|render\S*|migrate(?:[:-](?:deploy|prod\S*|up|run))?|db:migrate|prod\S*)$/i;

export type Place = 'workflow' | 'image' | 'platform' | 'package' | 'script';

/** What kind of file runs commands there; null: none that is read. */
export function placeOf(path: string): Place | null {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(lower) || /(?:^|\/)action\.ya?ml$/.test(lower))
    return 'workflow';
  if (
    /^(?:\.gitlab-ci[\w.-]*\.ya?ml|bitbucket-pipelines\.yml|azure-pipelines[\w.-]*\.ya?ml|buildspec[\w.-]*\.ya?ml|cloudbuild[\w.-]*\.ya?ml|jenkinsfile)$/.test(
      name,
    ) ||
    lower.startsWith('.circleci/')
  )
    return 'workflow';
  if (/^(?:[\w.-]+\.)?(?:docker|container)file(?:\.[\w.-]+)?$/.test(name) || /entrypoint[\w.-]*$/.test(name))
    return 'image';
  if (
    /^(?:procfile|render\.ya?ml|fly\.toml|railway\.(?:json|toml)|vercel\.json|netlify\.toml|app\.json|nixpacks\.toml|captain-definition|(?:docker-)?compose[\w.-]*\.ya?ml|now\.json)$/.test(
      name,
    )
  )
    return 'platform';
  if (name === 'package.json' || name === 'composer.json') return 'package';
  return /\.(?:sh|bash|zsh|ps1|cmd|bat)$/.test(name) ||
    /^(?:gnu)?makefile$|^justfile$|^taskfile\.ya?ml$/.test(name)
    ? 'script'
    : null;
}

/** The line above that names what a line belongs to: a job, a target, a script. */
function ownerOf({ lines, line }: Surroundings, header: RegExp): string {
  for (let i = line - 1; i >= Math.max(0, line - 400); i--) {
    const found = header.exec(lines[i]?.slice(0, 500) ?? '');
    if (found) return found[1] ?? '';
  }
  return '';
}

/** The lines of the workflow's job that a line stands in. */
function jobOf({ lines, line }: Surroundings): string {
  const isJob = (text: string | undefined): boolean => /^ {2}[\w-]{1,100}:\s*$/.test(text ?? '');
  let from = line - 1;
  while (from > 0 && !isJob(lines[from])) from--;
  let to = line;
  while (to < lines.length && !isJob(lines[to])) to++;
  return lines.slice(from, Math.min(to, from + 400)).join('\n');
}

/** True where a command would meet a database that somebody needs. */
export function meetsLastingDatabase(where: Surroundings): boolean {
  const text = where.lines[where.line - 1] ?? '';
  const folder = where.path.slice(0, where.path.lastIndexOf('/') + 1);
  const name = where.path.slice(folder.length);
  if (LASTING.test(text)) return true;
  if (
    THROWAWAY.test(text) ||
    /(?:^|\/)(?:tests?|e2e|specs?|fixtures?|examples?|docs?|dev|local|\.devcontainer)\//i.test(folder)
  )
    return false;
  switch (placeOf(where.path)) {
    case 'workflow': {
      const job = jobOf(where);
      const head = `${name}\n${job.split('\n').slice(0, 4).join('\n')}\n${/^name:.*$/m.exec(where.lines.slice(0, 5).join('\n'))?.[0] ?? ''}`;
      if (LASTING.test(head) || /^\s+environment:/m.test(job)) return true;
      if (/^\s+(?:services|- (?:postgres|mysql)\S*):?/m.test(job) || THROWAWAY.test(job)) return false;
      return /\bsecrets\./.test(job);
    }
    case 'image':
      return !THROWAWAY.test(name);
    case 'platform':
      return !THROWAWAY.test(name) && !/compose/i.test(name);
    case 'package': {
      const script = /^\s*"([^"]{1,100})"\s*:/.exec(text)?.[1] ?? '';
      return RUN_BY_ITSELF.test(script);
    }
    default: {
      const target = /makefile$|justfile$/i.test(name) ? ownerOf(where, /^([\w.-]{1,80})\s*:(?!=)/) : name;
      if (LASTING.test(target)) return true;
      return (
        !THROWAWAY.test(target) &&
        !ON_PURPOSE.test(target) &&
        /migrat|start|run|server|boot|update|upgrade|launch|entry/i.test(target)
      );
    }
  }
}
