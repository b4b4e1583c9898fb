import type { Kysely, Migration } from 'kysely';

/** Finds an owner's entries by time, and open pull requests without walking past all that are closed. */
export const overview = (): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.createIndex('record_of_time').on('record').columns(['owner', 'at', 'sequence']).execute();
    await db.schema
      .createIndex('pull_request_open')
      .on('pull_request')
      .columns(['open', 'repository', 'number'])
      .execute();
  },
});
