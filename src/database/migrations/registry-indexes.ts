/** Indexes of what the registry tells in numbers, and of the applications that were deleted: what both databases say alike. */
export const REGISTRY_INDEXES: readonly string[] = [
  // with the column that is null, or SQLite would take an index of all applications that begins with it
  `create index "application_never_used" on "application" ("last_used_at", "created_at", "id") where "last_used_at" is null`,
  `create index "application_disabled" on "application" ("organization_id", "id") where "enabled" = false`,
  `create index "client_secret_ending" on "client_secret" ("application_id", "expires_at") where "expires_at" is not null`,
  `create index "activity_entry_deleted_application" on "activity_entry" ("operation", "object_type", "id") where "operation" = 'DELETE' and "object_type" = 'Application'`,
];
