import { jsonPgSmartTags } from 'postgraphile/utils';

const hidden = { tags: { behavior: '-*' } };
const hide = (...names: string[]) => Object.fromEntries(names.map((name) => [name, hidden]));
/** A table from which nothing is inserted, updated or deleted but by our own mutations. */
const tags = (name: string) => ({ name, behavior: '-insert -update -delete' });

/** Names and visibility as in the gateway's API: what is no field there is none here. */
export const smartTags = jsonPgSmartTags({
  version: 1,
  config: {
    class: {
      application: {
        tags: tags('application'),
        attribute: { id: { tags: { name: 'databaseId' } }, ...hide('search_text', 'vendor_key', 'created_by_id') },
        constraint: {
          application_organization_id_foreign: { tags: { fieldName: 'organization', foreignFieldName: 'applications' } },
          application_created_by_id_foreign: { tags: { behavior: '-*' } },
        },
      },
      organization: { tags: tags('organization'), attribute: { id: { tags: { name: 'databaseId' } } } },
      token: {
        tags: tags('token'),
        attribute: {
          id: { tags: { name: 'databaseId' } },
          ...hide('digest', 'refresh_digest', 'refresh_expires_at', 'refresh_used_at', 'family_id'),
        },
        constraint: {
          token_application_id_foreign: { tags: { fieldName: 'application', foreignFieldName: 'tokens' } },
          token_user_id_foreign: { tags: { behavior: '-*' } },
        },
      },
      ...hide('user', 'membership', 'client_secret', 'activity_entry', 'migration'),
    },
  },
});
