import { Migration } from '@mikro-orm/migrations';

/** Applications say where users go who have signed out, and from where browsers use them: those that there are say nothing. */
export class FrontEnds extends Migration {
  override up(): void {
    this.addSql(`alter table "application" add column "post_logout_redirect_uris" json not null default '[]'`);
    this.addSql(`alter table "application" add column "web_origins" json not null default '[]'`);
  }
}
