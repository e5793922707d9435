/** Indexes of columns that are mostly null, made to hold the rest alone: what both databases say alike. */
export const PARTIAL_INDEXES: readonly string[] = [
  `drop index "activity_entry_actor"`,
  `create index "activity_entry_actor" on "activity_entry" ("actor_id", "id") where "actor_id" is not null`,
  `drop index "activity_entry_subject"`,
  `create index "activity_entry_subject" on "activity_entry" ("subject_id", "id") where "subject_id" is not null`,
  `drop index "token_user"`,
  `create index "token_user" on "token" ("user_id", "id") where "user_id" is not null`,
  `drop index "token_application_user"`,
  `create index "token_application_user" on "token" ("application_id", "user_id", "id") where "user_id" is not null`,
  `drop index "token_family"`,
  `create index "token_family" on "token" ("family_id") where "family_id" is not null`,
  `drop index "token_revocation"`,
  `create index "token_revocation" on "token" ("revoked_at") where "revoked_at" is not null`,
  `create unique index "token_refresh_digest_unique" on "token" ("refresh_digest") where "refresh_digest" is not null`,
];
