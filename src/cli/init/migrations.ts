import { sqlFileRole } from '../../core/parsers/sql-files.ts';
import type { Kind } from './areas.ts';

/** The folder is what the group `folder` matched. */
const by =
  (pattern: RegExp): Kind['folderOf'] =>
  (path) =>
    pattern.exec(path)?.groups?.['folder'] ?? null;

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Where the migrations of common frameworks lie; the most particular first. */
export const MIGRATIONS: readonly Kind[] = [
  {
    what: 'Rails migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?db\/(?:\w+_)?migrate)\/.*\d+_\w+\.rb$/),
    anywhere: ['**/db/*migrate/**'],
  },
  {
    what: 'Prisma migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?migrations)\/[^/]+\/migration\.sql$/),
    anywhere: ['**/migrations/**'],
  },
  {
    what: 'Supabase migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?supabase\/migrations)\/[^/]+\.sql$/),
    anywhere: ['**/supabase/migrations/**'],
  },
  {
    what: 'Drizzle migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?drizzle(?:\/migrations)?)\/\d{4}_[^/]+\.sql$/),
    anywhere: ['**/drizzle/**'],
  },
  {
    what: 'Alembic migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?(?:alembic|migrations)\/versions)\/[^/]+\.py$/),
    anywhere: ['**/versions/*.py'],
  },
  {
    what: 'Django migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?migrations)\/\d{4}_\w+\.py$/),
    anywhere: ['**/migrations/**'],
  },
  {
    what: 'Laravel migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?database\/migrations)\/\d{4}_\d\d_\d\d_\d+_\w+\.php$/),
    anywhere: ['**/database/migrations/**'],
  },
  {
    what: 'Doctrine migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?[Mm]igrations)(?:\/[^/]+)*\/Version\d{8,}\.php$/),
    anywhere: ['**/Version*.php'],
  },
  {
    what: 'Entity Framework migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?Migrations)\/(?:[^/]+\/)*\d{14}_\w+\.cs$/),
    anywhere: ['**/Migrations/**'],
  },
  {
    what: 'Ecto migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?priv\/(?:[^/]+\/)?migrations)\/\d{8,}_\w+\.exs$/),
    anywhere: ['**/priv/**/migrations/**'],
  },
  {
    what: 'Flyway migrations',
    folderOf: (path) => (/(?:^|\/)[VR][\d._]*__[^/]+\.(?:sql|java|kt)$/.test(path) ? folderOf(path) : null),
    anywhere: ['**/V*__*', '**/R__*'],
  },
  {
    what: 'Liquibase change logs',
    folderOf: by(/^(?<folder>(?:.+\/)?(?:liquibase|db\/changelog))\/.*\.(?:xml|ya?ml|json|sql)$/),
    anywhere: ['**/liquibase/**', '**/db/changelog/**'],
  },
  {
    what: 'JavaScript migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?migrations?)\/(?:[^/]+\/)*\d{8,}[-_][^/]+\.(?:[cm]?[jt]s)$/),
    anywhere: ['**/migrations/**'],
  },
  {
    what: 'Go migrations',
    folderOf: by(/^(?<folder>(?:.+\/)?migrations?)\/(?:[^/]+\/)*\d{4,}[^/]*\.go$/),
    anywhere: ['**/migration/**', '**/migrations/**'],
  },
  {
    what: 'SQL migrations',
    folderOf: (path) => {
      const role = sqlFileRole(path);
      if (role !== 'migration' && role !== 'rollback') return null;
      // One folder a migration (up.sql and down.sql in it) is one folder of migrations.
      const folder = folderOf(path);
      return folder.replace(/(\/|^)((?:[^/]*migrations?|migrate))\/.*$/i, '$1$2');
    },
    anywhere: ['**/*.sql'],
  },
];
