/** A command that empties or drops a whole database. */
interface ResetCommand {
  readonly name: string;
  readonly pattern: RegExp;
}

const command = (name: string, pattern: string): ResetCommand => ({
  name,
  pattern: new RegExp(pattern, 'i'),
});

/** What stands between a command and its flag on the same line. */
const ARGUMENTS = String.raw`(?:\s+[^\s;&|]{1,200}){0,12}?\s+`;

const COMMANDS: readonly ResetCommand[] = [
  command('prisma migrate reset', String.raw`\bprisma\s+migrate\s+reset\b`),
  command(
    'prisma db push',
    String.raw`\bprisma\s+db\s+push\b${ARGUMENTS}--(?:accept-data-loss|force-reset)\b`,
  ),
  command('drizzle-kit push --force', String.raw`\bdrizzle-kit\s+push(?::\w+)?\b${ARGUMENTS}--force\b`),
  command(
    'drop the database',
    String.raw`\b(?:rails|rake)\s+(?:db:(?:drop|reset|schema:load|structure:load|purge|migrate:reset|truncate_all)|\S{1,60}\s+db:(?:drop|reset|purge))(?::all|:_unsafe)?\b`,
  ),
  command(
    'django flush',
    String.raw`\bmanage(?:\.py)?\s+(?:flush|reset_db|sqlflush)\b|\bdjango-admin\s+flush\b`,
  ),
  command('django migrate zero', String.raw`\bmanage(?:\.py)?\s+migrate\s+\w{1,60}\s+zero\b`),
  command('artisan migrate:fresh', String.raw`\bartisan\s+(?:migrate:(?:fresh|reset|refresh)|db:wipe)\b`),
  command('doctrine schema drop', String.raw`\bdoctrine:(?:database:drop|schema:drop)\b`),
  command('sequelize db:drop', String.raw`\bsequelize(?:-cli)?\s+db:(?:drop|migrate:undo:all)\b`),
  command(
    'typeorm schema:drop',
    String.raw`\btypeorm(?:-ts-node-\w{1,10})?(?:\s+-\S{1,80}(?:\s+\S{1,80})?)?\s+schema:drop\b`,
  ),
  command(
    'knex rollback --all',
    String.raw`\bknex\b${ARGUMENTS}migrate:rollback\b${ARGUMENTS}--all\b|\bknex\s+migrate:rollback\s+--all\b`,
  ),
  command(
    'flyway clean',
    String.raw`\bflyway\b(?:\s+-\S{1,300}){0,12}\s+clean\b|\bflyway:clean\b|\bflywayClean\b`,
  ),
  command(
    'liquibase drop-all',
    String.raw`\bliquibase\b(?:\s+-\S{1,300}){0,12}\s+drop-?all\b|\bliquibase:dropAll\b`,
  ),
  command(
    'alembic downgrade base',
    String.raw`\balembic\b(?:\s+-\S{1,100}(?:\s+\S{1,100})?){0,3}\s+downgrade\s+base\b`,
  ),
  command('ecto.drop', String.raw`\bmix\s+ecto\.(?:drop|reset)\b`),
  command('dotnet ef database drop', String.raw`\bdotnet\s+ef\s+database\s+drop\b`),
  command('supabase db reset', String.raw`\bsupabase\s+db\s+reset\b${ARGUMENTS}--(?:linked|db-url)\b`),
  command(
    'drop the database',
    String.raw`\b(?:psql|mysql|mariadb|sqlcmd|mysqladmin|clickhouse-client|cockroach\s+sql|echo)\b[^#\n]{0,300}\bdrop\s+(?:database|schema)\b|\bmysqladmin\b[^#\n]{0,200}\sdrop\s|\bdropdb\s`,
  ),
  command(
    'drop or empty tables',
    String.raw`\b(?:psql|mysql|mariadb|sqlcmd|clickhouse-client)\b[^#\n]{0,200}\s-{1,2}(?:c|e|Q|query|command|execute)\b[^#\n]{0,20}["'][^\n]{0,60}?\b(?:drop\s+table|truncate)\b`,
  ),
  command('drop the database', String.raw`\b(?:mongo|mongosh)\b[^#\n]{0,300}\bdropDatabase\(`),
  command('redis FLUSHALL', String.raw`\bredis-cli\b[^#\n]{0,200}\bflush(?:all|db)\b`),
];

/** A quick look whether a text can hold any of them. */
export const MAY_RESET =
  /\breset|\bdrop|accept-data-loss|--force|\bdb:|flush|\bzero\b|migrate:|--all\b|\bclean\b|downgrade|ecto\.|schema:load|truncate/i;

/** What a line of a script would drop or empty; null: nothing. */
export function resetCommand(line: string): string | null {
  const written = line.slice(0, 2000);
  if (/^\s*(?:#|\/\/|REM\b|<!--)/i.test(written) || !MAY_RESET.test(written)) return null;
  return COMMANDS.find(({ pattern }) => pattern.test(written))?.name ?? null;
}
