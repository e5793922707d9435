import type { Criteria } from '../../components/criteria.ts';
import { texts } from './texts.ts';

/** A change of what is listed. */
export type Change = Partial<Criteria>;

/** A filter that is set: what it is called, and what takes it away. */
export interface SetFilter {
  readonly label: string;
  readonly without: Change;
}

/** The filters that are set, but for what is searched for. @param organization the name of that of the filter */
export function setFilters(criteria: Criteria, organization: string): readonly SetFilter[] {
  const { organizationId, enabled, clientType, grantType, tags = [], scope, unusedDays, secretDays, hasLiveTokens } = criteria;
  const filters: readonly (SetFilter | false | undefined)[] = [
    organizationId !== undefined && { label: texts.is(texts.organization, organization), without: { organizationId: undefined } },
    enabled !== undefined && { label: enabled ? texts.enabled : texts.disabled, without: { enabled: undefined } },
    clientType && { label: texts.is(texts.clientType, texts.clientTypes[clientType]), without: { clientType: undefined } },
    grantType && { label: texts.is(texts.grantType, texts.grantTypes[grantType]), without: { grantType: undefined } },
    ...tags.map((tag) => ({ label: texts.tag(tag), without: { tags: tags.filter((other) => other !== tag) } })),
    scope !== undefined && { label: texts.is(texts.scope, scope), without: { scope: undefined } },
    unusedDays !== undefined && { label: texts.unused(unusedDays), without: { unusedDays: undefined } },
    secretDays !== undefined && { label: texts.secrets(secretDays), without: { secretDays: undefined } },
    hasLiveTokens !== undefined && {
      label: hasLiveTokens ? texts.liveTokens : texts.noLiveTokens,
      without: { hasLiveTokens: undefined },
    },
  ];
  return filters.filter((filter) => filter !== false && filter !== undefined);
}

/** What takes all filters away, and what is searched for. */
export const nothingSet = ({ order }: Criteria): Criteria => ({ order });
