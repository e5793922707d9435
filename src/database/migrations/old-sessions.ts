/** Ends the sessions of users whose password was ever changed: from when they are was known to the second alone. */
export const END_OLD_SESSIONS =
  `delete from "oauth_artifact" where "kind" = 'Session' and "user_id" in (select "object_database_id" from "activity_entry" ` +
  `where "object_type" = 'User' and "operation" = 'UPDATE' and cast("changes" as text) like '%"password"%')`;
