import { charactersOf, normalized as normalizedText } from '../shared/text.ts';

/** The least characters that a password has (NIST SP 800-63B, section 5.1.1.2). */
export const MINIMUM_PASSWORD_LENGTH = 8;
/** The most: longer ones only cost time. */
export const MAXIMUM_PASSWORD_LENGTH = 1024;

/** A password as it is counted, hashed and compared: the same, however a keyboard composes it (NIST SP 800-63B, section 5.1.1.2). */
export const normalized = (password: string): string => normalizedText(password, 'NFKC');

/** How many characters a password has. */
export const lengthOfPassword = (password: string): number => charactersOf(normalized(password));
