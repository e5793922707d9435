import type { ApplicationValues } from './values.ts';

/** What an application can be, as those who register one would say it. */
export const KINDS = {
  page: { clientType: 'PUBLIC', grantTypes: ['AUTHORIZATION_CODE'] },
  server: { clientType: 'CONFIDENTIAL', grantTypes: ['AUTHORIZATION_CODE'] },
  native: { clientType: 'PUBLIC', grantTypes: ['AUTHORIZATION_CODE'] },
  device: { clientType: 'PUBLIC', grantTypes: ['DEVICE_CODE'] },
  service: { clientType: 'CONFIDENTIAL', grantTypes: ['CLIENT_CREDENTIALS'] },
  older: { clientType: 'CONFIDENTIAL', grantTypes: ['PASSWORD'] },
} satisfies Record<string, Pick<ApplicationValues, 'clientType' | 'grantTypes'>>;

/** What an application is. */
export type Kind = keyof typeof KINDS;

/** Whether a text names a kind. */
export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);
