import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { changelogEvents, isChangelog } from './_changelog-events.ts';
import { frameworkEvents, migrationLanguage } from './_framework-events.ts';
import { lossFindings } from './_losses.ts';
import { newLosses, type Reader } from './_new-losses.ts';

const options = z.strictObject({});

const reader: Reader = {
  role: (path) => (migrationLanguage(path) !== null || isChangelog(path) ? 'migration' : null),
  events: (text, path) => (isChangelog(path) ? changelogEvents : frameworkEvents)(text, path),
};

const added = (path: string, after: string) => [{ path, before: null, after }];
const at = (path: string, ...lines: readonly number[]) =>
  lines.map((line) => ({ path, line, side: 'head' as const }));

/** Migrations written with a framework that lose data when they run. */
export const frameworkDestructive: Rule<z.infer<typeof options>> = {
  id: 'framework-destructive',
  family: 'destructive-migration',
  summary:
    'Migrations of Rails, Django, Alembic, Knex, Sequelize, TypeORM, Laravel, EF Core, Ecto and Liquibase that drop tables or columns or empty tables.',
  why: 'A dropped model or column takes its values with it as soon as the migration runs, and frameworks generate these calls from a model that was merely renamed or deleted in code.',
  remediation:
    'Split it: stop using the column or table in one release, keep a copy, and drop it in a later change that a person who owns the data approves. A rename is written as a rename.',
  severity: 'high',
  action: 'review',
  options,
  needs(file) {
    if (reader.role(file.path) === null) return { content: 'nothing' };
    return { content: 'both', parser: 'postgresql' };
  },
  inspect(facts) {
    return lossFindings('framework-destructive', newLosses(facts.files, reader));
  },
  flagged: [
    {
      name: 'Rails: up, change and a table builder',
      files: added(
        'db/migrate/20260101_clean.rb',
        'class Clean < ActiveRecord::Migration[7.1]\n  def up\n    # drop_table :kept\n    drop_table :invoices\n    remove_column :users, :phone\n    change_table :orders do |t|\n      t.remove :note\n    end\n    execute <<~SQL\n      DELETE FROM sessions;\n    SQL\n    Visit.delete_all\n  end\n\n  def down\n    drop_table :other\n  end\nend\n',
      ),
      places: at('db/migrate/20260101_clean.rb', 4, 5, 7, 10, 12),
    },
    {
      name: 'Django: a model and a field',
      files: added(
        'shop/migrations/0007_x.py',
        'from django.db import migrations\n\nclass Migration(migrations.Migration):\n    operations = [\n        migrations.RemoveField(\n            model_name="order",\n            name="note",\n        ),\n        migrations.DeleteModel(name="Coupon"),\n        migrations.RunSQL("DROP TABLE legacy", "CREATE TABLE legacy (id int)"),\n    ]\n',
      ),
      places: at('shop/migrations/0007_x.py', 5, 9, 10),
    },
    {
      name: 'Alembic: upgrade',
      files: added(
        'alembic/versions/ab12_x.py',
        'from alembic import op\n\ndef upgrade():\n    op.drop_table("invoices")\n    with op.batch_alter_table("users") as batch_op:\n        batch_op.drop_column("phone")\n    op.execute("UPDATE users SET active = false")\n\ndef downgrade():\n    op.drop_table("other")\n',
      ),
      places: at('alembic/versions/ab12_x.py', 4, 6, 7),
    },
    {
      name: 'Knex and TypeORM',
      files: [
        ...added(
          'migrations/20260101_x.js',
          "exports.up = async (knex) => {\n  await knex.schema.alterTable('users', (table) => {\n    table.dropColumn('phone');\n  });\n  await knex.schema.dropTableIfExists('invoices');\n};\n\nexports.down = (knex) => knex.schema.dropTable('other');\n",
        ),
        ...added(
          'src/migrations/1700000000000-X.ts',
          'export class X1700000000000 implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`ALTER TABLE "user" DROP COLUMN "phone"`);\n  }\n\n  public async down(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`DROP TABLE "other"`);\n  }\n}\n',
        ),
      ],
      places: [...at('migrations/20260101_x.js', 3, 5), ...at('src/migrations/1700000000000-X.ts', 3)],
    },
    {
      name: 'Laravel and EF Core',
      files: [
        ...added(
          'database/migrations/2026_01_01_x.php',
          "<?php\nreturn new class extends Migration {\n    public function up(): void\n    {\n        Schema::table('users', function (Blueprint $table) {\n            $table->dropColumn('phone');\n        });\n        Schema::dropIfExists('invoices');\n    }\n    public function down(): void\n    {\n        Schema::dropIfExists('other');\n    }\n};\n",
        ),
        ...added(
          'src/Data/Migrations/2026_X.cs',
          'public partial class X : Migration\n{\n    protected override void Up(MigrationBuilder migrationBuilder)\n    {\n        migrationBuilder.DropColumn(\n            name: "Phone",\n            table: "Users");\n    }\n    protected override void Down(MigrationBuilder migrationBuilder)\n    {\n        migrationBuilder.DropTable(name: "Other");\n    }\n}\n',
        ),
      ],
      places: [
        ...at('database/migrations/2026_01_01_x.php', 6, 8),
        ...at('src/Data/Migrations/2026_X.cs', 5),
      ],
    },
    {
      name: 'Liquibase in XML and in YAML',
      files: [
        ...added(
          'src/main/resources/db/changelog/002.xml',
          '<databaseChangeLog>\n  <changeSet id="2" author="a">\n    <!-- <dropTable tableName="kept"/> -->\n    <dropTable tableName="invoice"/>\n    <dropColumn tableName="person" columnName="phone"/>\n    <sql>\n      DELETE FROM session;\n    </sql>\n    <rollback>\n      <dropTable tableName="other"/>\n    </rollback>\n  </changeSet>\n</databaseChangeLog>\n',
        ),
        ...added(
          'db/changelog/003.yaml',
          'databaseChangeLog:\n  - changeSet:\n      id: 3\n      author: a\n      changes:\n        - dropColumn:\n            tableName: person\n            columns:\n              - column:\n                  name: phone\n        - delete:\n            tableName: session\n        - sql:\n            sql: TRUNCATE TABLE log\n      rollback:\n        - dropTable:\n            tableName: other\n',
        ),
      ],
      places: [
        ...at('src/main/resources/db/changelog/002.xml', 4, 5, 7),
        ...at('db/changelog/003.yaml', 6, 11, 14),
      ],
    },
    {
      name: 'Ecto',
      files: added(
        'priv/repo/migrations/20260101_x.exs',
        'defmodule Shop.Repo.Migrations.X do\n  use Ecto.Migration\n\n  def up do\n    drop table(:invoices)\n    alter table(:users) do\n      remove :phone\n    end\n    execute "DELETE FROM sessions"\n  end\n\n  def down do\n    drop table(:other)\n  end\nend\n',
      ),
      places: at('priv/repo/migrations/20260101_x.exs', 5, 7, 9),
    },
    {
      name: 'a type that holds less than the one before',
      files: [
        ...added(
          'alembic/versions/t.py',
          'def upgrade():\n    op.alter_column("users", "name", existing_type=sa.String(length=255), type_=sa.String(length=100))\n    op.alter_column("users", "id", existing_type=sa.Integer(), type_=sa.BigInteger())\n\ndef downgrade():\n    pass\n',
        ),
        ...added(
          'db/migrate/6_x.rb',
          'class X < ActiveRecord::Migration[7.1]\n  def up\n    change_column :users, :name, :string, limit: 100\n    change_column :users, :bio, :text\n  end\n\n  def down\n    change_column :users, :name, :string, limit: 255\n    change_column :users, :bio, :string, limit: 50\n  end\nend\n',
        ),
        ...added(
          'src/Data/Migrations/7_X.cs',
          'public partial class X : Migration\n{\n    protected override void Up(MigrationBuilder migrationBuilder)\n    {\n        migrationBuilder.AlterColumn<string>(\n            name: "Name",\n            table: "Users",\n            type: "nvarchar(50)",\n            oldClrType: typeof(string),\n            oldType: "nvarchar(max)");\n    }\n}\n',
        ),
        ...added(
          'src/migrations/8-X.ts',
          'export class X implements MigrationInterface {\n  public async up(queryRunner: QueryRunner) {\n    await queryRunner.query(`ALTER TABLE "user" ALTER COLUMN "age" TYPE integer`);\n  }\n  public async down(queryRunner: QueryRunner) {\n    await queryRunner.query(`ALTER TABLE "user" ALTER COLUMN "age" TYPE bigint`);\n  }\n}\n',
        ),
      ],
      places: [
        ...at('alembic/versions/t.py', 2),
        ...at('db/migrate/6_x.rb', 3),
        ...at('src/Data/Migrations/7_X.cs', 5),
        ...at('src/migrations/8-X.ts', 3),
      ],
    },
    {
      name: 'a call moves from down to up',
      files: [
        {
          path: 'migrations/1_x.js',
          before:
            "exports.up = async () => {};\nexports.down = async (knex) => {\n  await knex.schema.dropTable('users');\n};\n",
          after:
            "exports.up = async (knex) => {\n  await knex.schema.dropTable('users');\n};\nexports.down = async () => {};\n",
        },
      ],
      places: at('migrations/1_x.js', 2),
    },
  ],
  clean: [
    {
      name: 'words of a page in a folder that is named after a migration',
      files: [
        ...added(
          'features/v4-migration/Badge.tsx',
          'export const Badge = () => <span className="truncate font-bold" title="Delete from list">x</span>;\n',
        ),
        ...added(
          'features/v4-migration/texts.ts',
          "export const title = 'Update your eval set up';\nexport const style = 'truncate leading-normal';\n",
        ),
      ],
    },
    {
      name: 'drops only on the way down',
      files: [
        ...added(
          'migrations/2_x.ts',
          "import type { Knex } from 'knex';\nexport async function up(knex: Knex): Promise<void> {\n  await knex.schema.createTable('a', (t) => t.increments());\n}\nexport async function down(knex: Knex): Promise<void> {\n  await knex.schema.dropTable('a');\n}\n",
        ),
        ...added(
          'migrations/3_x.js',
          "module.exports = {\n  up: (queryInterface) => queryInterface.addColumn('a', 'b', {}),\n  down: async (queryInterface) => {\n    await queryInterface.removeColumn('a', 'b');\n  },\n};\n",
        ),
        ...added(
          'db/migrate/4_x.rb',
          'class X < ActiveRecord::Migration[7.1]\n  def change\n    add_column :users, :age, :integer\n    reversible do |dir|\n      dir.down { drop_table :old }\n      dir.down do\n        remove_column :users, :x\n      end\n    end\n  end\nend\n',
        ),
      ],
    },
    {
      name: 'what this change made itself',
      files: added(
        'db/migrate/5_x.rb',
        'class X < ActiveRecord::Migration[7.1]\n  def up\n    create_table :staging\n    drop_table :staging\n  end\nend\n',
      ),
    },
    {
      name: 'Django: only the state changes, and the way back',
      files: added(
        'shop/migrations/0008_x.py',
        'class Migration(migrations.Migration):\n    operations = [\n        migrations.SeparateDatabaseAndState(\n            state_operations=[\n                migrations.DeleteModel(name="Coupon"),\n            ],\n        ),\n        migrations.RunSQL("CREATE TABLE a (id int)", reverse_sql="DROP TABLE a"),\n        migrations.RunPython(forwards, migrations.RunPython.noop),\n    ]\n',
      ),
    },
    {
      name: 'comments, strings and code that is no migration',
      files: [
        ...added(
          'alembic/versions/c.py',
          'def upgrade():\n    # op.drop_table("a")\n    print("op.drop_table(x)")\n',
        ),
        ...added('src/lib/admin.js', "export const wipe = (knex) => knex.schema.dropTable('users');\n"),
        ...added('spec/migrations/x_spec.rb', 'drop_table :users\n'),
      ],
    },
  ],
};
